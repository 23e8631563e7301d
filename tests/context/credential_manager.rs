//! The store `keyring` on Windows: the Credential Manager of the user who runs the tests. The address of the test's tenant
//! is a part of each name, so no entry of the user is touched.

use crate::support::home::TestHome;

#[test]
fn keeps_a_key_moves_it_and_removes_it() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let create = ["context", "create", "prod", "--server", &url, "--api-key-stdin"];
    let created = home.run_with_stdin(&create, &home.token);
    assert_eq!((created.code, created.stderr.as_str()), (0, "created context \"prod\"; it is the current one\n"));
    assert_eq!(home.files_containing_token(), Vec::<String>::new());
    assert_eq!(home.run(&["ls", "-q"]).succeeds().stdout.lines().count(), 10);

    home.run(&["context", "rename", "prod", "main"]);
    home.run(&["ls", "-q"]).succeeds();
    home.run(&["context", "update", "main", "--store", "file"]);
    assert_eq!(home.files_containing_token(), ["credentials.toml"]);
    home.run(&["context", "update", "main", "--store", "keyring"]);
    assert_eq!(home.files_containing_token(), Vec::<String>::new());
    home.run(&["ls", "-q"]).succeeds();

    let profile = home.read_profile();
    assert_eq!(home.run(&["context", "rm", "main"]).code, 0);
    std::fs::write(home.profile_path(), profile).unwrap();
    home.run(&["ls"]).fails(3, "the keyring has no secret for context \"main\"");
}

#[test]
fn rotation_replaces_the_key() {
    let home = TestHome::new();
    let url = home.site.listener.url();
    let create = ["context", "create", "prod", "--server", &url, "--api-key-stdin"];
    assert_eq!(home.run_with_stdin(&create, &home.token).code, 0);
    let rotated = home.run(&["rotate"]);
    assert_eq!(rotated.code, 0, "{}", rotated.stderr);
    assert!(rotated.stderr.contains("; its token went to context \"prod\" (keyring); "), "{}", rotated.stderr);
    home.run(&["ls", "-q"]).succeeds();
    assert_eq!(home.run(&["context", "rm", "prod"]).code, 0);
}
