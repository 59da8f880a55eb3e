//! What can be shown afterwards: lineage, manifests, and the streams that concern no run.

use crate::kit::*;
use dream_govern::*;
use dream_id::{OrgId, ProjectId, PromptId, StandardId, TemplateId, TypedId};
use dream_ledger::{Actor, By, Stream};

fn by() -> By {
    By { at: dream_clock::Timestamp::from_micros(1), actor: Actor::system("test") }
}

#[test]
fn lineage_is_answered_both_ways() {
    let mut world = World::diamond();
    world.finish();
    let versions: Vec<&Version> = world.set.versions().collect();
    let id = |name: &str| world.set.artifact_named(name).unwrap().newest.clone().unwrap().version;
    let lineage = Lineage::of(id("c-doc"), &versions);
    assert_eq!((lineage.made_from, lineage.used_by), (vec![id("a-doc")], vec![id("bundle")]));
    let lineage = Lineage::of(id("bundle"), &versions);
    assert_eq!((lineage.made_from.len(), lineage.used_by.len()), (3, 0));
    let a = world.set.version(id("a-doc")).unwrap();
    assert_eq!(a.approvals, [world.review("a").id]);
    assert_eq!(world.set.artifact_named("a-doc").unwrap().approved.as_ref().unwrap().version, id("a-doc"));
}

#[test]
fn the_manifest_of_a_release_is_the_same_when_made_twice() {
    let mut world = World::diamond();
    while world.startable() != ["d"] {
        let stage = world.startable()[0].clone();
        world.make(&stage);
        if world.stage(&stage).phase == Phase::Waiting {
            world.approve_with_all(&stage);
        }
    }
    let manifest = world.set.release_manifest(world.index("d"));
    let mut streams = world.set.clone().into_streams();
    streams.reviews.reverse();
    streams.artifacts.reverse();
    streams.versions.reverse();
    streams.stages.reverse();
    let again = RunSet::from_streams(streams).unwrap().release_manifest(world.index("d"));
    assert_eq!(manifest.canonical().unwrap(), again.canonical().unwrap());
    let named: Vec<_> = manifest.artifacts.iter().map(|artifact| (artifact.name.as_str(), artifact.passed_by.as_str())).collect();
    assert_eq!(named, [("a-doc", "approved"), ("b-report", "passed"), ("c-doc", "approved")]);
    assert_eq!(manifest.approvals.len(), 2);
    assert_eq!(manifest.approvals[1].by, [person(BOB), person(CAT)]);
    let edge = |to: &str| LineageEdge { from: String::from("a-doc@1"), to: to.to_owned() };
    assert_eq!(manifest.lineage, [edge("b-report@1"), edge("c-doc@1")]);
    world.finish();
}

#[test]
fn projects_templates_and_standards_are_streams_of_their_own() {
    let org = OrgId::from_parts(1, [1; 10]);
    let created =
        ProjectEvent::Created { name: String::from("Site"), brief: body("b"), brief_bytes: 1, template: String::from("planning-only") };
    let mut project = Stream::<Project>::create(org, ProjectId::from_parts(1, [1; 10]), &by(), created).unwrap();
    project.record(&by(), ProjectEvent::Renamed { name: String::from("New site") });
    project.record(&by(), ProjectEvent::Archived {});
    assert_eq!((project.name.as_str(), project.archived), ("New site", true));
    project.record(&by(), ProjectEvent::Unarchived {});
    assert!(!project.archived && project.created_by.is_none(), "the server is nobody");
    let repository = ProjectRepository { path: String::from("/srv/site"), branch: String::from("main") };
    project.record(&by(), ProjectEvent::RepositorySet { repository: repository.clone() });
    assert_eq!(project.repository, Some(repository));
    project.record(&by(), ProjectEvent::RepositoryCleared {});
    assert_eq!(project.repository, None);
    assert!(Stream::<Project>::create(org, project.id(), &by(), ProjectEvent::Archived {}).is_err());

    let published = |number| TemplateEvent::Published { name: String::from("mine"), number, source: body(&number.to_string()) };
    let mut template = Stream::<TemplateRecord>::create(org, TemplateId::from_parts(1, [1; 10]), &by(), published(1)).unwrap();
    template.record(&by(), published(2));
    assert_eq!((template.number, template.source), (2, body("2")));
    assert!(Stream::<TemplateRecord>::create(org, template.id(), &by(), published(2)).is_err());

    let published = |number| StandardEvent::Published { number, source: body(&number.to_string()) };
    let mut standard = Stream::<StandardRecord>::create(org, StandardId::from_parts(1, [1; 10]), &by(), published(1)).unwrap();
    standard.record(&by(), published(2));
    assert_eq!(standard.number, 2);
    assert!(Stream::<StandardRecord>::create(org, standard.id(), &by(), published(2)).is_err());
}

#[test]
fn a_prompt_goes_back_to_the_built_in_one_and_its_numbers_go_on() {
    let (org, id) = (OrgId::from_parts(1, [1; 10]), PromptId::from_parts(1, [1; 10]));
    let published = |number| PromptEvent::Published { craft: Craft::Writer, number, text: body(&number.to_string()) };
    let mut prompt = Stream::<PromptRecord>::create(org, id, &by(), published(1)).unwrap();
    assert_eq!(PromptRecord::pins([prompt.state()]), PromptPins::from([(Craft::Writer, body("1"))]));
    prompt.record(&by(), PromptEvent::Reset {});
    assert_eq!((prompt.number, prompt.text), (1, None));
    assert!(PromptRecord::pins([prompt.state()]).is_empty());
    prompt.record(&by(), published(2));
    assert_eq!((prompt.number, prompt.text), (2, Some(body("2"))));
    for event in [published(2), PromptEvent::Reset {}] {
        assert!(Stream::<PromptRecord>::create(org, id, &by(), event).is_err());
    }
}

#[test]
fn an_attempt_is_told_the_prompt_of_its_own_craft() {
    let mut world = World::diamond();
    let index = world.index("a");
    let craft = world.stage("a").spec.craft;
    let pins: PromptPins = Craft::ALL.iter().map(|craft| (*craft, body(craft.name()))).collect();
    let attempt = world.act(Actor::system("scheduler"), |set, by, ids| set.start_attempt(index, &pins, by, ids)).unwrap();
    assert_eq!(world.set.attempt(attempt).unwrap().basis.prompt, Some(body(craft.name())));
}

#[test]
fn refusals_have_stable_words_and_kinds() {
    let review = dream_id::ReviewId::from_parts(1, [1; 10]);
    for (refusal, code, kind) in [
        (Refusal::StaleDigest { review, seen: body("1"), under_review: body("2") }, "stale_digest", RefusalKind::Conflict),
        (Refusal::CommentRequired, "comment_required", RefusalKind::Invalid),
        (Refusal::UnknownReview { review }, "unknown_review", RefusalKind::NotFound),
        (Refusal::NotAPerson { doing: "decide" }, "not_a_person", RefusalKind::Forbidden),
        (Refusal::OverBudget { asked_micros: 2, left_micros: 1, limit: "the cap" }, "over_budget", RefusalKind::Budget),
        (Refusal::RunCancelled, "run_cancelled", RefusalKind::Over),
    ] {
        assert_eq!((refusal.code(), refusal.kind()), (code, kind));
    }
}
