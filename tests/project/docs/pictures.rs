//! The pictures of `docs/src/pictures` show what the program prints on a terminal. `UPDATE=1` draws them again.

use std::collections::BTreeMap;

use anstyle::{Color, RgbColor};
use anstyle_svg::{Palette, Term};
use qlik_api_key::demo::Tenant;

use crate::project::generated::compare_or_update;
use crate::support::pty::PtyProcess;
use crate::support::{TestSite, isolated_in, std_binary};

const COLUMNS: u16 = 100;
const COLUMN_PIXELS: f64 = 8.4;
const PROMPT: &str = "\x1b[1;32m$\x1b[0m ";

/// A picture of one command.
struct Scene {
    name: &'static str,
    arguments: &'static [&'static str],
    /// What the user types when the terminal shows the first text.
    answer: Option<(&'static str, &'static str)>,
}

const SCENES: [Scene; 5] = [
    Scene { name: "ls", arguments: &["ls"], answer: None },
    Scene { name: "expiring", arguments: &["expiring", "--within", "30d"], answer: None },
    Scene { name: "review", arguments: &["review"], answer: None },
    Scene { name: "rotate", arguments: &["--context", "ci", "rotate"], answer: None },
    Scene { name: "rm", arguments: &["rm", "PCAq38dqswba2sSxvQxPJTOgyjcsIjmp"], answer: Some(("[y/N]", "y\n")) },
];

/// Runs the command against a new demo tenant, which the context "ci" signs in to with the key "CI pipeline". Returns what
/// the terminal receives, with a tenant's address instead of that of the demo tenant, whose port is random.
fn run_on_color_terminal(scene: &Scene) -> String {
    let site = TestSite::with_setup(Tenant::add_keys_of_unusual_owners);
    let home = tempfile::tempdir().unwrap();
    let url = site.listener.url();
    let key = site.key_id("CI pipeline");
    let token = site.listener.tenant().key_token(&key).unwrap().to_owned();
    let create = ["context", "create", "ci", "--server", &url, "--api-key-stdin", "--store", "file"];
    let mut setup = assert_cmd::Command::from_std(isolated_in(home.path(), std_binary()));
    setup.args(create).write_stdin(token).assert().success();
    let mut command = isolated_in(home.path(), std_binary());
    // Without TERM there is no spinner, which would appear on a machine under load.
    command.env("QLIK_NO_CACHE", "1").args(scene.arguments);
    let mut process = PtyProcess::start(command, COLUMNS);
    if let Some((question, answer)) = scene.answer {
        process.wait_until("the question", |process| process.shows(question));
        process.type_keys(answer);
    }
    process.wait().text.replace(&url.replace("http://", ""), "your-tenant.eu.qlikcloud.com")
}

/// What the terminal shows, with the command line before the output.
fn screen(scene: &Scene) -> String {
    let output = run_on_color_terminal(scene);
    let line = scene.arguments.join(" ");
    wrap(&format!("{PROMPT}\x1b[1mqlik-api-key {line}\x1b[0m\n{}", output.trim_end()))
}

/// Breaks lines at the edge of the terminal.
fn wrap(text: &str) -> String {
    let (mut wrapped, mut column, mut in_escape) = (String::new(), 0, false);
    for c in text.chars() {
        if in_escape || c == '\x1b' {
            in_escape = c != 'm';
        } else if c == '\n' {
            column = 0;
        } else {
            if column == COLUMNS {
                wrapped.push('\n');
                column = 0;
            }
            column += 1;
        }
        wrapped.push(c);
    }
    wrapped
}

const fn rgb(hex: u32) -> RgbColor {
    let [_, red, green, blue] = hex.to_be_bytes();
    RgbColor(red, green, blue)
}

/// Colors that are readable on white: GitHub's.
const LIGHT: (u32, u32, [u32; 8]) =
    (0x1f_2328, 0xf6_f8fa, [0x24_292f, 0xcf_222e, 0x11_6329, 0x8a_5a00, 0x09_69da, 0x82_50df, 0x1b_7c83, 0x6e_7781]);
/// Colors that are readable on black: GitHub's.
const DARK: (u32, u32, [u32; 8]) =
    (0xe6_edf3, 0x16_1b22, [0x48_4f58, 0xff_7b72, 0x3f_b950, 0xe3_b341, 0x58_a6ff, 0xbc_8cff, 0x39_c5cf, 0xb1_bac4]);

/// Draws a screen with these colors: text, background, and black to white.
fn draw(screen: &str, (text, background, colors): (u32, u32, [u32; 8])) -> String {
    let [colors, bright] = [colors.map(rgb); 2];
    let mut palette = [colors[0]; 16];
    palette[..8].copy_from_slice(&colors);
    palette[8..].copy_from_slice(&bright);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "100 columns are 840 pixels")]
    let width = (f64::from(COLUMNS) * COLUMN_PIXELS) as usize;
    let term = Term::new().palette(Palette(palette)).min_width_px(width);
    let term = term.fg_color(Color::Rgb(rgb(text))).bg_color(Color::Rgb(rgb(background)));
    // Browsers ignore the opacity of a part of a text.
    term.render_svg(screen).replace("{ opacity: 0.4; }", "{ fill-opacity: 0.65; }")
}

#[test]
fn pictures_of_readme_and_pages_show_real_output() {
    let mut pictures = BTreeMap::new();
    for scene in &SCENES {
        let screen = screen(scene);
        let controls = screen.replace("\x1b[", "").chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(controls, None, "{}: the picture would show control characters: {screen:?}", scene.name);
        for (theme, colors) in [("light", LIGHT), ("dark", DARK)] {
            pictures.insert(format!("{}-{theme}.svg", scene.name), draw(&screen, colors).into_bytes());
        }
    }
    compare_or_update("docs/src/pictures", &pictures);
}

#[test]
fn lines_break_at_the_edge_of_the_terminal() {
    let word = "a".repeat(usize::from(COLUMNS));
    assert_eq!(wrap(&format!("\x1b[1m{word}\x1b[0mb\nc")), format!("\x1b[1m{word}\x1b[0m\nb\nc"));
}
