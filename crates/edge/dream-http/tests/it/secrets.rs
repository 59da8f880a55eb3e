//! Secrets by name: set, replaced and removed, and never shown.

use crate::house::{House, served_on_both_engines};
use http::Method;
use serde_json::{Value, json};

served_on_both_engines!(a_secret_is_set_replaced_and_removed_and_never_shown);

const VALUE: &str = "swordfish-7f3a";

async fn set(house: &House, name: &str, value: &str) -> Value {
    house.call(Method::PUT, &house.at(&format!("secrets/{name}")), Some(&house.owner), Some(&json!({ "value": value }))).await.json()
}

async fn a_secret_is_set_replaced_and_removed_and_never_shown(house: &House) {
    let (app, org) = (house.core(), house.app.org);
    let opened = async || dream_app::secrets::named(&app, org, "discord").await.unwrap().map(|secret| secret.expose().to_owned());
    for value in ["an earlier one", VALUE] {
        assert_eq!(set(house, "discord", value).await["name"], "discord");
        assert_eq!(opened().await.as_deref(), Some(value));
    }
    for (name, value, code) in
        [("Discord", "v", "secret_name_invalid"), (".x", "v", "secret_name_invalid"), ("x", "", "secret_value_invalid")]
    {
        assert_eq!(set(house, name, value).await["code"], code);
    }
    let listed = house.get("secrets").await.expect(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    house.app.sequence().await;
    let log = house.get("audit").await.expect(200);
    assert!(log.to_string().contains("secret.replaced"), "that it was set can be audited");
    for shown in [&listed, &log] {
        assert!(!shown.to_string().contains(VALUE));
    }

    house.post("secrets/discord/remove", &json!({})).await.expect(200);
    assert_eq!((opened().await, house.post("secrets/discord/remove", &json!({})).await.code().as_str()), (None, "secret_removed"));
    assert_eq!(set(house, "discord", VALUE).await["removed_at"], Value::Null, "it can be set again");
}
