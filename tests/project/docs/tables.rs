//! Tables that list what the code defines.

use qlik_api_key::environment::VARIABLES;
use qlik_api_key::error::Exit;

use super::{read_page, root};

#[test]
fn tables_match_the_code() {
    let row = |cells: [&str; 3]| format!("| {} | {} | {} |\n", cells[0], cells[1], cells[2]);
    let codes: String = Exit::all().map(|(exit, name, when)| row([&exit.code().to_string(), &name, &when])).collect();
    let variables: String = VARIABLES
        .iter()
        .map(|(names, meaning)| {
            let names: Vec<_> = names.split(", ").map(|name| format!("`{name}`")).collect();
            format!("| {} | {meaning} |\n", names.join(", "))
        })
        .collect();
    for (page, head, rows) in [
        ("errors.md", "| code | name | when |\n|---|---|---|\n", codes),
        ("environment.md", "| variable | what it means |\n|---|---|\n", variables),
    ] {
        let table = format!("{head}{rows}\n");
        assert!(read_page(page).contains(&table), "the table of {page} should be\n{table}");
    }
}

#[test]
fn the_tests_of_each_promise_exist() {
    let page = read_page("security.md");
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise"));
    for row in rows {
        let files = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        for file in files.split(", ").map(|file| file.trim_matches('`')) {
            assert!(root().join("tests").join(file).exists(), "{row}");
        }
    }
}
