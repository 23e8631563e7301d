//! The output of `context ls`, `get` and `check`.

use qlik_api_key::demo::TestUser;
use serde_json::json;

use crate::support::CliOutput;
use crate::support::home::TestHome;

#[test]
fn ls_and_get_print_plain_text_in_a_pipe() {
    let home = TestHome::new();
    assert_eq!(home.run(&["context", "get"]).succeeds().stdout, "No current context\n");
    assert_eq!(home.run(&["context", "get", "--json"]).succeeds().stdout, "null\n");
    assert_eq!(home.run(&["context", "ls", "--json"]).succeeds().stdout, "[]\n");
    home.create_context("prod", &["--comment", "the one"]);
    home.create_context("me@cloud.x y", &[]);
    let url = home.site.listener.url();
    let wide = url.len();
    assert_eq!(
        home.run(&["context", "ls"]).succeeds().stdout,
        format!(
            "Name          {:wide$}  Current  Auth     Store  Comment\n\
             prod          {url}  *        api-key  file   the one\n\
             me@cloud.x y  {url}           api-key  file\n",
            "Server"
        )
    );
    let rows = home.run(&["context", "ls", "--json"]).succeeds().json();
    assert_eq!(
        rows[0],
        json!({"name": "prod", "server": url, "current": true, "protected": false, "auth": "api-key", "store": "file", "comment": "the one"})
    );
    assert_eq!(rows[1]["current"], false);
    let get = home.run(&["context", "get"]).succeeds().stdout;
    let source = format!("current in {}", home.profile_path().display());
    assert_eq!(
        get,
        format!("name: prod\nserver: {url}\nauth: api-key\nstore: file\ncomment: the one\nsource: {source}\n")
    );
    let named = home.run(&["context", "get", "me@cloud.x y", "--json"]).succeeds().json();
    assert_eq!((&named["name"], &named["source"]), (&json!("me@cloud.x y"), &json!("named")));
    let run: CliOutput = home.command(&["context", "get"]).env("QLIK_CONTEXT", "me@cloud.x y").output().unwrap().into();
    assert!(run.succeeds().stdout.ends_with("\nsource: QLIK_CONTEXT\n"));
    let run: CliOutput = home.command(&["context", "get"]).envs(home.site.env_vars()).output().unwrap().into();
    assert_eq!(run.succeeds().stdout, format!("server: {url}\nauth: QLIK_API_KEY\nsource: QLIK_SERVER\n"));
    assert_eq!(home.run(&["context", "ls", "-q"]).succeeds().stdout, "prod\nme@cloud.x y\n");
    home.run(&["context", "ls", "--raw"]).fails(2, "`context ls` does not support --raw");
}

#[test]
fn check_prints_user_tenant_and_expiry() {
    let home = TestHome::new();
    home.create_context("a", &[]);
    let checked = home.run(&["context", "check", "a", "--json"]).succeeds().json();
    let (tenant, user) = {
        let tenant = home.site.listener.tenant();
        (tenant.id().to_owned(), tenant.user_id(TestUser::Admin).to_owned())
    };
    assert_eq!(
        (&checked["context"], &checked["tenantId"], &checked["userId"]),
        (&json!("a"), &json!(tenant), &json!(user))
    );
    assert_eq!(checked["email"], "ada@demo.example");
    assert!(checked["keyId"].is_string(), "{checked}");
    assert_eq!(home.run(&["context", "check"]).succeeds().json(), checked, "JSON is not the default in a pipe");
    let plain = home.run(&["context", "check", "-o", "table"]).succeeds().stdout;
    assert!(plain.contains("\nexpiry: 2027-02-21T11:00:00Z (in 89 days)\n"), "{plain}");
    assert!(plain.contains("\ncontext: a\n"), "{plain}");
    home.run(&["context", "check", "nope"]).fails(5, "no context");
    let own = checked["keyId"].as_str().unwrap();
    assert_eq!(home.run(&["rm", own, "--yes"]).code, 0);
    home.run(&["context", "check", "a"]).fails(3, "hint: check the credential of context \"a\"");
}
