//! Rotations that depend on time: `--if-expires-within`, `--overlap` and `--finish`.

use qlik_api_key::demo::KeySpec;
use serde_json::Value;

use super::{active_ids, add_sign_in_key, home_with_context, journal_files, printed_id, sign_in_key_id};
use crate::support::home::TestHome;
use crate::support::repetitions;

#[test]
fn finish_removes_the_old_key_after_the_overlap() {
    let (home, old) = home_with_context();
    let run = home.run(&["rotate", "--overlap", "P1D"]);
    let new = printed_id(&run);
    assert!(
        run.stderr
            .ends_with("; the old key is due for removal at 2026-11-24T12:00:00Z (qlik-api-key rotate --finish)\n")
    );
    assert_eq!(active_ids(&home, "robot").len(), 2);
    let run = home.run(&["rotate", "--finish"]);
    let message = format!("API key {old}, which {new} replaced, is due for removal at 2026-11-24T12:00:00Z\n");
    assert_eq!((run.code, run.stderr), (0, message));
    assert_eq!(
        home.run(&["rotate", "--if-expires-within", "P1D"]).stderr.lines().count(),
        1,
        "a removal that is not due was reported"
    );
    home.site.listener.tenant().freeze_clock("2026-11-24T12:00:00Z".parse().unwrap());
    let run = home.run(&["rotate", "--finish"]);
    assert_eq!((run.code, run.stderr), (0, format!("{new} replaced API key {old}; the old key was removed\n")));
    assert_eq!((active_ids(&home, "robot"), journal_files(&home)), (vec![new], Vec::new()));
    let run = home.run(&["rotate", "--finish"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "there is nothing to finish\n"));
    let run = home.run(&["rotate", "--resume", "-q"]);
    assert_eq!((run.code, run.stderr.as_str(), run.stdout.as_str()), (0, "", ""));
}

#[test]
fn if_expires_within_rotates_only_when_due() {
    let (home, _) = home_with_context();
    let rotate = |within: &str| home.run(&["rotate", "--if-expires-within", within]);
    let run = rotate("P7D");
    let id = sign_in_key_id(&home);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, format!("API key {id} expires in 30 days; it will be due for rotation in 23 days\n"));
    let run = rotate("P29D");
    let message = "expires in 30 days; it will be due for rotation in 20 days (because of its short lifetime, only \
         the last third counts)\n";
    assert_eq!(run.stderr, format!("API key {id} {message}"));
    assert_eq!(home.run(&["rotate", "--if-expires-within", "P29D", "-q"]).succeeds().stdout, "");
    home.site.listener.tenant().freeze_clock("2026-12-16T12:00:00Z".parse().unwrap());
    let run = rotate("P7D");
    assert!(run.code == 0 && run.stderr.starts_with(&format!("rotated API key {id} to ")), "{}", run.stderr);
    home.site.listener.tenant().freeze_clock("2027-01-05T12:00:00Z".parse().unwrap());
    let run = rotate("P29D");
    assert!(
        run.stderr.contains(
            " expires in 10 days (because of its short lifetime, only the last third counts)\nrotated API key "
        ),
        "{}",
        run.stderr
    );
}

/// Keys last a day at most on this tenant, and `rotate` runs every hour for 60 days.
#[test]
fn an_hourly_cron_job_renews_a_daily_key_for_60_days() {
    let mut home = TestHome::new();
    let created = home.site.listener.tenant().now(jiff::Timestamp::now());
    let mut spec = KeySpec::new("robot").created(created);
    spec = spec.expiry(created + jiff::SignedDuration::from_hours(24));
    add_sign_in_key(&mut home, spec);
    {
        let mut tenant = home.site.listener.tenant();
        tenant.configure("/max_api_key_expiry", &"PT24H".into()).unwrap();
        tenant.configure("/max_keys_per_user", &5.into()).unwrap();
        // Only those that the test signs in with are to count.
    }
    let (mut rotations_per_day, mut rotations) = (Vec::new(), 0);
    for id in ["CI pipeline", "Terraform"].map(|description| home.site.key_id(description)) {
        assert_eq!(home.site.run(&["rm", &id]).code, 0);
    }
    home.create_context("prod", &[]);
    for hour in 1..=repetitions(60) * 24 {
        home.site.listener.tenant().advance_clock(jiff::SignedDuration::from_hours(1));
        assert_signs_in(&home, hour);
        let run = home.run(&["rotate", "--if-expires-within", "P7D", "-q"]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "hour {hour}");
        assert_signs_in(&home, hour);
        rotations += home.site.take_requests().iter().filter(|request| request.starts_with("POST")).count();
        if hour % 24 == 0 {
            rotations_per_day.push(std::mem::take(&mut rotations));
        }
    }
    eprintln!("new keys a day: {rotations_per_day:?}");
    assert!(rotations_per_day.iter().all(|count| (1..=4).contains(count)), "{rotations_per_day:?}");
}

/// Asserts that the stored key of the context is accepted.
fn assert_signs_in(home: &TestHome, hour: usize) {
    let secrets = std::fs::read_to_string(home.profile_path().with_file_name("credentials.toml")).unwrap();
    let token = secrets.rsplit('"').nth(1).unwrap();
    let request = qlik_api_key::demo::DemoRequest::new("GET", "/api/v1/users/me").with_bearer_token(token);
    let reply = home.site.listener.tenant().handle(&request, jiff::Timestamp::now());
    assert_eq!(reply.response().unwrap().status, 200, "hour {hour}: the context does not sign in");
    let _: Value = serde_json::from_slice(&reply.response().unwrap().body).unwrap();
}
