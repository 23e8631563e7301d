//! What must hold when nothing is left to resume.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use qlik_api_key::demo::{DemoRequest, TestUser};
use serde_json::Value;

use super::machine::{STATES, claim};
use super::world::World;

/// Checks all invariants.
///
/// # Errors
/// A description of the first violation.
pub fn check(world: &mut World) -> Result<(), String> {
    for machine in 0..world.machines.len() {
        let run = world.execute(machine, STATES[0], &["context", "check", "--all-contexts", "--json"]);
        if run.code != Some(0) {
            return Err(format!("a context of machine {machine} does not sign in"));
        }
    }
    let active = active_keys(world);
    if let Some((id, description)) = active.iter().find(|(_, description)| description.contains("[rotation ")) {
        return Err(format!("the description of {id} is {description:?}"));
    }
    check_replacements(world, &active)?;
    let stored = stored_ids(world)?;
    for id in active.keys() {
        match (stored.get(id), world.unstored_ids.contains(id)) {
            (Some(1), false) | (None, true) => {}
            (count, _) => return Err(format!("{id} is active, and {} stores contain it", count.unwrap_or(&0))),
        }
    }
    match stored.keys().chain(&world.unstored_ids).find(|id| !active.contains_key(*id)) {
        Some(id) => Err(format!("{id} was removed by mistake")),
        None => Ok(()),
    }
}

/// How many entries of the stores contain the token of a key.
fn stored_ids(world: &World) -> Result<BTreeMap<String, usize>, String> {
    let mut stored = BTreeMap::new();
    for machine in &world.machines {
        let names: BTreeSet<_> =
            machine.contexts().iter().map(|name| format!("{name} {}", world.site.listener.url())).collect();
        for (entry, token) in machine.entries() {
            if !names.contains(&entry) {
                return Err(format!("the entry {entry:?} belongs to no context"));
            }
            *stored.entry(claim(&token, "jti")).or_insert(0) += 1;
        }
    }
    Ok(stored)
}

/// Checks that a key that no store contained was replaced, or is active and nothing was stored. If the new key was
/// replaced before its rotation was finished, the old key may stay, which `rotate --resume` reports.
fn check_replacements(world: &mut World, active: &BTreeMap<String, String>) -> Result<(), String> {
    for replacement in std::mem::take(&mut world.replacements) {
        let (old, machine) = (&replacement.old_id, &world.machines[replacement.machine]);
        let is_replaced = machine.contexts().contains(&replacement.context);
        let reports =
            [format!("undid the rotation of {old}: "), format!("replaced API key {old}; the old key was kept")];
        let is_reported = reports.iter().any(|report| world.log().contains(report));
        if is_replaced == active.contains_key(old) && !(is_replaced && is_reported) {
            let context = &replacement.context;
            return Err(format!("the old key {old} is active: {}, context {context}: {is_replaced}", !is_replaced));
        }
        if !active.contains_key(old) {
            world.unstored_ids.remove(old);
        }
    }
    Ok(())
}

/// The descriptions of the active keys by ID, without the keys that the demo tenant starts with.
fn active_keys(world: &World) -> BTreeMap<String, String> {
    let mut tenant = world.site.listener.tenant();
    let token = tenant.user_token(TestUser::Admin).to_owned();
    let mut target = "/api/v1/api-keys?status=active&limit=100".to_owned();
    let mut keys = BTreeMap::new();
    loop {
        let request = DemoRequest::new("GET", &target).with_header("Host", "x").with_bearer_token(&token);
        let reply = tenant.handle(&request, Timestamp::now());
        let page: Value = serde_json::from_slice(&reply.response().unwrap().body).unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let rows = page["data"].as_array().unwrap_or_else(|| panic!("{page}"));
        keys.extend(rows.iter().map(|key| (text(&key["id"]), text(&key["description"]))));
        match page["links"]["next"]["href"].as_str() {
            Some(link) => target = link.replace("http://x", ""),
            None => break,
        }
    }
    keys.retain(|_, description| description != "demo sign-in");
    keys
}
