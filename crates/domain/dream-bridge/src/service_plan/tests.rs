//! Plans as data: what is read, what is refused, and when a month turns.

use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn without_a_file_nothing_is_limited() {
    let plans = ServicePlans::default();
    let plan = plans.of(None);
    let now = at("2026-11-22T04:00:00Z");
    assert_eq!(plan, &ServicePlan::unlimited());
    assert_eq!((plan.check_messages(u64::MAX, now), plan.check_bridges(usize::MAX), plan.check_both_ways()), (Ok(()), Ok(()), Ok(())));
    assert_eq!(plan.used_percent(u64::MAX), None);
}

#[test]
fn an_organisation_is_on_the_plan_chosen_for_it_and_else_on_the_default() {
    let text = "default = \"free\"\n[[plan]]\nname = \"free\"\nmessages_per_month = 10\nbridges = 2\nretention_days = 7\n\
                bidirectional = false\n[[plan]]\nname = \"team\"\n[[plan]]\nname = \"unlimited\"\n";
    let plans = ServicePlans::parse("plans.toml", text).unwrap();
    let (free, team, own) = (plans.of(None), plans.of(Some("team")), plans.of(Some("unlimited")));
    assert_eq!(plans.of(Some("gone")), free, "a plan that the file has no longer");
    assert_eq!(plans.check_known("team"), Ok(()));
    let unknown = plans.check_known("gold").unwrap_err().to_string();
    assert!(unknown.contains("`gold`") && unknown.contains("free, team, unlimited"), "{unknown}");
    assert_eq!((free.name.as_str(), team.name.as_str(), own.name.as_str()), ("free", "team", UNLIMITED));
    assert_eq!((team.messages_per_month, team.retention_days, team.bidirectional), (None, USUAL_RETENTION_DAYS, true));
    let now = at("2026-11-22T04:00:00Z");
    assert_eq!(free.check_messages(9, now), Ok(()));
    let refused = free.check_messages(10, now).unwrap_err();
    assert_eq!(refused, PlanRefusal::Messages { plan: "free".to_owned(), most: 10, until: at("2026-12-01T00:00:00Z") });
    assert!(refused.to_string().contains("2026-12-01"), "{refused}");
    assert_eq!((free.check_bridges(1), free.check_bridges(2).unwrap_err().code()), (Ok(()), "plan_bridges_used"));
    assert_eq!(free.check_both_ways().unwrap_err().code(), "plan_one_way");
    assert_eq!((free.used_percent(7), free.used_percent(8), free.used_percent(10)), (Some(70), Some(80), Some(100)));
}

#[test]
fn every_fault_of_a_file_is_told_with_its_line() {
    let cases = [
        ("default = \"gold\"\n", 1, "no plan called `gold`"),
        ("[[plan]]\nbridges = 1\n", 1, "`name` is missing"),
        ("[[plan]]\nname = \"a\"\n\n[[plan]]\nname = \"a\"\n", 5, "two plans"),
        ("[[plan]]\nname = \"a\"\nmessages = 1\n", 3, "messages"),
        ("[[plan]]\nname = \"a\"\nmessages_per_month = -1\n", 3, "messages_per_month"),
        ("[[plan]]\nname = \"a\"\nretention_days = 0\n", 3, "retention_days"),
        ("[[plan]]\nname = \"A\"\n", 2, "not a name"),
        ("[[plan]]\nname = \"a\"\norganisations = [\"org_01jd3kz5e8f0vs1m7q2w9x4t6b\"]\n", 3, "organisations"),
        ("not toml", 1, ""),
    ];
    for (text, line, says) in cases {
        let errors = ServicePlans::parse("plans.toml", text).unwrap_err();
        let shown = errors.to_string();
        assert!(shown.contains(&format!("plans.toml:{line}:")) && shown.contains(says), "{text}: {shown}");
    }
}

#[test]
fn a_month_turns_in_utc() {
    let cases = [
        ("2026-11-30T23:59:59.999999Z", "2026-11", "2026-12-01T00:00:00Z"),
        ("2026-12-01T00:00:00Z", "2026-12", "2027-01-01T00:00:00Z"),
        ("2028-02-29T12:00:00Z", "2028-02", "2028-03-01T00:00:00Z"),
    ];
    for (now, name, ends) in cases {
        let month = Month::of(at(now));
        assert_eq!((month.to_string().as_str(), month.ends()), (name, at(ends)), "{now}");
    }
    assert_eq!(Month::of(at("2028-02-29T12:00:00Z")).length().as_secs(), 29 * 86_400);
    assert_eq!(Month::of(at("2026-11-30T23:00:00Z")).left(at("2026-11-30T23:00:00Z")).as_secs(), 3_600);
}
