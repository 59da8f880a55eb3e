//! The world of the tests: a run, some people, a clock that stands still, and a ledger that is refolded after every decision.

use dream_clock::Timestamp;
use dream_govern::*;
use dream_id::{ArtifactId, AttemptId, ConstraintId, OrgId, PersonId, ProjectId, ReviewId, TokenId, TypedId};
use dream_ledger::{Actor, Aggregate, By, Digest, Recorded, Stream};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::Duration;

/// Four stages: `a` asks one person, `b` asks when a check fails, `c` asks two and not the requester, `d` releases.
pub(crate) const DIAMOND: &str = r#"
name = "diamond"
[[stage]]
name = "a"
role = "product-manager"
produces = [{ name = "a-doc", kind = "document" }]
[stage.gate]
approvers = ["owner", "reviewer"]
[[stage]]
name = "b"
role = "qa"
needs = ["a"]
inputs = ["a-doc"]
produces = [{ name = "b-report", kind = "report" }]
checks = ["schema"]
[stage.gate]
when = "failed_checks"
approvers = ["owner", "reviewer"]
[[stage]]
name = "c"
role = "writer"
needs = ["a"]
inputs = ["a-doc"]
produces = [{ name = "c-doc", kind = "document" }]
[stage.gate]
approvers = ["owner", "reviewer"]
quorum = 2
exclude_requester = true
exclude_author = true
[[stage]]
name = "d"
role = "release-manager"
needs = ["b", "c"]
inputs = ["a-doc", "b-report", "c-doc"]
produces = [{ name = "bundle", kind = "bundle" }]
[stage.gate]
approvers = ["owner"]
"#;

/// The requester, an owner.
pub(crate) const ANN: u8 = 1;
/// A reviewer.
pub(crate) const BOB: u8 = 2;
/// A reviewer.
pub(crate) const CAT: u8 = 3;
/// A contributor, who may decide for Bob.
pub(crate) const DAN: u8 = 4;
/// A bot with the role of a reviewer.
pub(crate) const BOT: u8 = 5;
/// A stranger.
pub(crate) const EVE: u8 = 6;

pub(crate) fn person(n: u8) -> PersonId {
    PersonId::from_parts(u64::from(n), [n; 10])
}

pub(crate) fn actor(n: u8) -> Actor {
    Actor::Person { id: person(n), via: TokenId::from_parts(u64::from(n), [n; 10]).into() }
}

pub(crate) fn body(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

pub(crate) fn voter(role: AccessRole) -> Voter {
    Voter { human: true, active: true, role: Some(role), ..Voter::default() }
}

/// Everybody as they are at first.
pub(crate) fn everybody() -> Voters {
    let dan = Voter { decides_for: [person(BOB)].into(), ..voter(AccessRole::Contributor) };
    Voters::new()
        .with(person(ANN), voter(AccessRole::Owner))
        .with(person(BOB), voter(AccessRole::Reviewer))
        .with(person(CAT), voter(AccessRole::Reviewer))
        .with(person(DAN), dan)
        .with(person(BOT), Voter { human: false, ..voter(AccessRole::Reviewer) })
}

type Entry = (Timestamp, Actor, Value);

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) set: RunSet,
    pub(crate) now: Timestamp,
    pub(crate) voters: Voters,
    drawn: u64,
    contents: u64,
    ledger: BTreeMap<String, Vec<Entry>>,
}

fn draw(drawn: &mut u64) -> [u8; 10] {
    *drawn += 1;
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&drawn.to_be_bytes());
    bytes
}

impl World {
    /// A run of `toml` by Ann, with a cap of 1,000 millionths.
    pub(crate) fn new(toml: &str) -> Self {
        Self::with_constraints(toml, Vec::new())
    }

    pub(crate) fn with_constraints(toml: &str, seeds: Vec<SeedConstraint>) -> Self {
        let template = Template::parse("test.toml", toml, &[]).unwrap();
        Self::start(&template, seeds).unwrap()
    }

    pub(crate) fn start(template: &Template, seeds: Vec<SeedConstraint>) -> Result<Self, Refusal> {
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let mut drawn = 0;
        let new = NewRun {
            org: OrgId::from_parts(1, [1; 10]),
            project: ProjectId::from_parts(1, [1; 10]),
            template,
            brief: body("brief"),
            requester: person(ANN),
            cost_cap_micros: Some(1_000),
            policy_version: body("policy"),
            constraints: Vec::new(),
            seeds,
        };
        let by = By { at: now, actor: actor(ANN) };
        let set = RunSet::start(new, &by, &mut NewIds::new(&mut || draw(&mut drawn)))?;
        let mut world = Self { set, now, voters: everybody(), drawn, contents: 0, ledger: BTreeMap::new() };
        world.save();
        Ok(world)
    }

    pub(crate) fn diamond() -> Self {
        Self::new(DIAMOND)
    }

    /// How many events of this kind the ledger holds.
    pub(crate) fn told(&self, kind: &str) -> usize {
        self.ledger.values().flatten().filter(|(_, _, event)| event["kind"] == kind).count()
    }

    /// Decides; a refusal must change nothing, and what is decided is saved.
    pub(crate) fn act<T>(
        &mut self,
        actor: Actor,
        decide: impl FnOnce(&mut RunSet, &By, &mut NewIds<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let before = self.set.clone();
        let by = By { at: self.now, actor };
        let drawn = &mut self.drawn;
        let result = decide(&mut self.set, &by, &mut NewIds::new(&mut || draw(drawn)));
        match &result {
            Ok(_) => self.save(),
            Err(refusal) => assert!(self.set == before, "refused with {refusal}, and yet something changed"),
        }
        result
    }

    /// Moves the pending events to the ledger, and loads everything again from there.
    pub(crate) fn save(&mut self) {
        let mut streams = self.set.clone().into_streams();
        drain(&mut self.ledger, std::slice::from_mut(&mut streams.run));
        drain(&mut self.ledger, std::slice::from_mut(&mut streams.budget));
        drain(&mut self.ledger, &mut streams.stages);
        drain(&mut self.ledger, &mut streams.attempts);
        drain(&mut self.ledger, &mut streams.reviews);
        drain(&mut self.ledger, &mut streams.artifacts);
        drain(&mut self.ledger, &mut streams.versions);
        drain(&mut self.ledger, &mut streams.constraints);
        let set = RunSet::from_streams(streams).unwrap();
        assert_eq!(set.pending_count(), 0);
        self.set = set;
    }

    /// How many events of all streams are in the ledger.
    pub(crate) fn events(&self) -> usize {
        self.ledger.values().map(Vec::len).sum()
    }

    pub(crate) fn pass_time(&mut self, seconds: u64) {
        self.now = self.now.plus(Duration::from_secs(seconds));
    }

    pub(crate) fn index(&self, stage: &str) -> StageIndex {
        self.set.stage_named(stage).unwrap()
    }

    pub(crate) fn stage(&self, stage: &str) -> &Stage {
        self.set.stage(self.index(stage)).unwrap()
    }

    pub(crate) fn status(&self, stage: &str) -> (&'static str, Option<&'static str>) {
        let view = self.set.view().stages[self.index(stage).get()];
        (view.status.name(), view.reason.map(Reason::name))
    }

    pub(crate) fn run_status(&self) -> (&'static str, Option<&'static str>) {
        let view = self.set.view();
        assert_eq!((view.status, view.reason), (self.set.run().status, self.set.run().reason), "the run's own status follows its stages");
        (view.status.name(), view.reason.map(Reason::name))
    }

    pub(crate) fn startable(&self) -> Vec<String> {
        self.set.startable().into_iter().map(|index| self.set.stage(index).unwrap().spec.name.clone()).collect()
    }

    pub(crate) fn start_stage(&mut self, stage: &str) -> Result<AttemptId, Refusal> {
        let index = self.index(stage);
        self.act(Actor::system("scheduler"), |set, by, ids| set.start_attempt(index, &PromptPins::new(), by, ids))
    }

    /// What an attempt at `stage` hands in: fresh bytes, and a result for every check.
    pub(crate) fn work(&mut self, stage: &str, passed: bool) -> Work {
        self.contents += 1;
        let contents = self.contents;
        let spec = &self.stage(stage).spec;
        let product = |spec: &ProductSpec| Product {
            name: spec.name.clone(),
            digest: body(&format!("{} {contents}", spec.name)),
            media_type: String::from("text/markdown"),
            files: 1,
            bytes: 10,
        };
        Work {
            products: spec.produces.iter().map(product).collect(),
            checks: checks(spec, passed),
            calls: vec![CallRef { number: 1, request: body("request"), response: body("response") }],
            cost_micros: 0,
            policy_version: body("policy"),
        }
    }

    pub(crate) fn hand_in(&mut self, stage: &str, passed: bool) -> Result<Produced, Refusal> {
        let work = self.work(stage, passed);
        let attempt = self.stage(stage).attempt.unwrap_or_else(|| AttemptId::from_parts(0, [9; 10]));
        self.act(Actor::system("worker"), |set, by, ids| set.produced(attempt, work, by, ids))
    }

    pub(crate) fn fail(&mut self, stage: &str, retryable: bool) -> Result<bool, Refusal> {
        let attempt = self.stage(stage).attempt.unwrap_or_else(|| AttemptId::from_parts(0, [9; 10]));
        let code = String::from("model_timeout");
        let failure = Failure { code, message: Some(body("message")), checks: Vec::new(), calls: Vec::new(), cost_micros: 3, retryable };
        self.act(Actor::system("worker"), |set, by, _| set.fail_attempt(attempt, failure, by))
    }

    /// Starts an attempt and hands in good work.
    pub(crate) fn make(&mut self, stage: &str) {
        self.start_stage(stage).unwrap();
        self.hand_in(stage, true).unwrap();
    }

    pub(crate) fn review(&self, stage: &str) -> &Review {
        self.set.review(self.stage(stage).review.unwrap()).unwrap()
    }

    /// What `verdict` on the review of `stage` would be, by somebody who has looked.
    pub(crate) fn ballot(&self, stage: &str, verdict: Verdict) -> Ballot {
        let review = self.review(stage);
        Ballot { review: review.id, verdict, seen: review.digest, on_behalf_of: None, comment: Some(body("comment")), model: None }
    }

    pub(crate) fn cast(&mut self, who: Actor, ballot: Ballot) -> Result<Outcome, Refusal> {
        let voters = self.voters.clone();
        self.act(who, |set, by, _| set.vote(ballot, &voters, by))
    }

    pub(crate) fn vote(&mut self, who: u8, stage: &str, verdict: Verdict) -> Result<Outcome, Refusal> {
        let ballot = self.ballot(stage, verdict);
        self.cast(actor(who), ballot)
    }

    pub(crate) fn approve(&mut self, who: u8, stage: &str) -> Result<Outcome, Refusal> {
        self.vote(who, stage, Verdict::Approve)
    }

    /// Makes and approves whatever can start, until nothing can.
    pub(crate) fn finish(&mut self) {
        while let Some(stage) = self.startable().first().cloned() {
            self.make(&stage);
            self.approve_with_all(&stage);
        }
    }

    pub(crate) fn approve_with_all(&mut self, stage: &str) {
        for who in [ANN, BOB, CAT] {
            if self.stage(stage).phase == Phase::Waiting {
                // Whoever the gate excludes is refused; the others are enough.
                let _ = self.approve(who, stage);
            }
        }
        assert!(self.stage(stage).phase.is_done(), "{stage} is approved");
    }

    pub(crate) fn put(&mut self, who: Actor, artifact: &str, passed: bool) -> Result<VersionRef, Refusal> {
        self.contents += 1;
        let text = format!("{artifact} {}", self.contents);
        self.put_bytes(who, artifact, &text, passed)
    }

    pub(crate) fn put_bytes(&mut self, who: Actor, artifact: &str, text: &str, passed: bool) -> Result<VersionRef, Refusal> {
        let found = self.set.artifact_named(artifact);
        let spec = found.and_then(|artifact| self.set.stage(self.set.stage_index(artifact.stage).unwrap())).map(|stage| &stage.spec);
        let new = NewVersion {
            artifact: found.map_or_else(|| ArtifactId::from_parts(0, [9; 10]), |artifact| artifact.id),
            digest: body(text),
            media_type: String::from("text/markdown"),
            files: 1,
            bytes: 10,
            checks: spec.map(|spec| checks(spec, passed)).unwrap_or_default(),
            policy_version: body("policy"),
        };
        self.act(who, |set, by, ids| set.put_artifact(new, by, ids))
    }

    pub(crate) fn rollback(&mut self, to: &str) -> Result<UndoPlan, Refusal> {
        let to = self.index(to);
        self.act(actor(ANN), |set, by, ids| set.rollback(to, body("reason"), body("policy"), by, ids))
    }

    pub(crate) fn rerun(&mut self, from: &str) -> Result<UndoPlan, Refusal> {
        let from = self.index(from);
        self.act(actor(ANN), |set, by, _| set.rerun(from, by))
    }

    pub(crate) fn expire(&mut self, stage: &str) -> Result<(), Refusal> {
        let review = self.review(stage).id;
        self.act(Actor::system("expiry"), |set, by, _| set.expire(review, by))
    }

    pub(crate) fn ask_again(&mut self, stage: &str) -> Result<(), Refusal> {
        let review = self.review(stage).id;
        self.act(actor(ANN), |set, by, ids| set.ask_again(review, by, ids))
    }

    pub(crate) fn constrain(
        &mut self,
        scope: ConstraintScope,
        rules: Vec<Rule>,
        review: Option<ReviewId>,
    ) -> Result<ConstraintId, Refusal> {
        let new = NewConstraint { scope, title: String::from("Keep it small"), text: body("text"), rules, review };
        self.act(actor(BOB), |set, by, ids| set.constrain(new, by, ids))
    }

    pub(crate) fn break_glass(&mut self, who: u8, stage: &str, permitted: bool) -> Result<(), Refusal> {
        let review = self.review(stage);
        let second_look_due = self.now.plus(Duration::from_hours(1));
        let act = BreakGlass { review: review.id, seen: review.digest, reason: body("night shift"), permitted, second_look_due };
        let voters = self.voters.clone();
        self.act(actor(who), |set, by, _| set.break_glass(&act, &voters, by))
    }

    pub(crate) fn second_look(&mut self, who: u8, stage: &str, confirmed: bool) -> Result<(), Refusal> {
        let review = self.review(stage).id;
        let look = LookAgain { review, confirmed, note: Some(body("note")), policy_version: body("policy") };
        let voters = self.voters.clone();
        self.act(actor(who), |set, by, ids| set.second_look(&look, &voters, by, ids))
    }
}

/// A result for every check of the stage, and one more that failed unless all passed.
pub(crate) fn checks(spec: &StageSpec, passed: bool) -> Vec<CheckResult> {
    let result = |name: &str, passed: bool| CheckResult { name: name.to_owned(), passed, failures: u32::from(!passed), detail: None };
    let named = spec.checks.iter().map(|name| result(name, passed));
    named.chain((!passed).then(|| result("size", false))).collect()
}

/// The refusal's code, or `done`.
pub(crate) fn code<T>(result: Result<T, Refusal>) -> &'static str {
    result.map_or_else(|refusal| refusal.code(), |_| "done")
}

fn drain<A: Aggregate>(ledger: &mut BTreeMap<String, Vec<Entry>>, streams: &mut [Stream<A>]) {
    for stream in streams {
        let entries = ledger.entry(stream.id().to_string()).or_default();
        let pending = stream.take_pending();
        if pending.is_empty() {
            continue;
        }
        for event in pending {
            entries.push((event.at, event.actor, serde_json::to_value(event.event).unwrap()));
        }
        let mut events = entries.iter().map(|(at, actor, json)| Recorded {
            at: *at,
            actor: actor.clone(),
            event: serde_json::from_value::<A::Event>(json.clone()).unwrap(),
        });
        let mut state = A::create(stream.id(), &events.next().unwrap()).unwrap();
        events.for_each(|event| state.apply(&event));
        assert!(&state == stream.state(), "the state of {} is the fold of its events", stream.id());
        let row = serde_json::to_string(&state).unwrap();
        assert!(row.len() <= 8_192, "a row of {} has {} bytes", A::NOUN, row.len());
        assert!(serde_json::from_str::<A>(&row).unwrap() == state, "a row of {} reads back", A::NOUN);
    }
}
