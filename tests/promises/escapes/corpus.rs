//! The texts, and a search for characters that control a terminal.

/// The bidirectional controls and line separators that must not reach the screen.
const BIDI_AND_SEPARATORS: &str =
    "\u{2028}\u{2029}\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";

/// Texts that must not reach the screen unchanged.
const HOSTILE: &[&str] = &[
    // CSI: erase, color, cursor, reports, modes, scrolling
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}[31mred\u{1b}[0m",
    "\u{1b}[32mactive\u{1b}[0m",
    "\u{1b}[8mhidden\u{1b}[28m",
    "\u{1b}[1Aup\u{1b}[2K",
    "\u{1b}[6n",
    "\u{1b}[c\u{1b}[>c",
    "\u{1b}[?1049h\u{1b}[?25l",
    "\u{1b}[200~pasted\u{1b}[201~",
    "\u{1b}[5;10r\u{1b}[999S",
    "\u{9b}31mred\u{9b}0m",
    "\u{9b}2J",
    // OSC: title, link, clipboard, colors, files
    "\u{1b}]0;title\u{7}",
    "\u{1b}]0;title\u{1b}\\",
    "\u{1b}]2;title\u{9c}",
    "\u{1b}]8;;https://elsewhere.example\u{7}a link\u{1b}]8;;\u{7}",
    "\u{1b}]8;;https://elsewhere.example\u{1b}\\a link\u{1b}]8;;\u{1b}\\",
    "\u{1b}]52;c;ZmFrZQ==\u{7}",
    "\u{1b}]52;c;?\u{7}",
    "\u{1b}]4;1;rgb:00/00/00\u{7}",
    "\u{1b}]1337;File=name=ZmFrZQ==:AAAA\u{7}",
    "\u{1b}]9;a note\u{7}",
    "\u{9d}0;title\u{9c}",
    // DCS, SOS, PM, APC
    "\u{1b}P1$r0m\u{1b}\\",
    "\u{1b}Pq#0;2;0;0;0#0~~\u{1b}\\",
    "\u{90}q~~\u{9c}",
    "\u{1b}Xsos\u{1b}\\",
    "\u{1b}^pm\u{1b}\\",
    "\u{1b}_Gf=24;AAAA\u{1b}\\",
    "\u{98}\u{9e}\u{9f}text\u{9c}",
    // Other escapes
    "\u{1b}c",
    "\u{1b}7\u{1b}8\u{1b}D\u{1b}M\u{1b}E",
    "\u{1b}(0lqqqk\u{1b}(B",
    "\u{1b}#8",
    "\u{1b}%@latin\u{1b}%G",
    "an escape at the end \u{1b}",
    "\u{1b}\n[31m over two lines",
    "\u{1b}\u{1b}[31m twice",
    // Single controls
    "good\rbad",
    "erased\u{8}\u{8}\u{8}\u{8}",
    "bell\u{7}",
    "null\0byte",
    "tab\tin\tit",
    "vertical\u{b}tab and form\u{c}feed",
    "shift\u{e}out\u{f}in",
    "stop\u{13}go\u{11}",
    "substitute\u{1a}end\u{4}",
    "delete\u{7f}",
    "next\u{85}line",
    "index\u{84}reverse\u{8d}",
    // Line ends
    "two\nlines",
    "two\r\nlines",
    "\n\n\nfar below",
    "ends with one\n",
    "error: no such thing\nhint: run this",
    "line\u{2028}and paragraph\u{2029}",
    // Bidirectional
    "over\u{202e}dekrever",
    "\u{202d}ltr\u{202c}",
    "\u{202a}embedded\u{202b}twice\u{202c}",
    "\u{2066}isolated\u{2067}and\u{2068}so on\u{2069}",
    "mark\u{200e}and\u{200f}mark\u{61c}",
    "if (x)\u{202e} { \u{2066}// check\u{2069} \u{2066}",
];

/// Texts that may reach the screen, but are hard to align or to quote.
const UNUSUAL: &[&str] = &[
    "zero\u{200b}width\u{200c}non\u{200d}joiner",
    "\u{feff}a byte order mark and a word\u{2060}joiner",
    "soft\u{ad}hyphen",
    "e\u{301}a\u{308} combined",
    "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}a\u{35c}l\u{489}go",
    "\u{301}begins with one that combines",
    "漢字かな交じり文",
    "한국어 \u{1112}\u{1161}\u{11ab}",
    "full width",
    "half カナ",
    "emoji 😀🎉",
    "family 👨\u{200d}👩\u{200d}👧\u{200d}👦",
    "flag 🇩🇪🇫🇷",
    "heart ❤\u{fe0f} and ❤\u{fe0e}",
    "key 1\u{fe0f}\u{20e3}",
    "skin 👍🏽",
    "हिन्दी क्षत्रिय",
    "ไทยน้ำ",
    "العربية وعبرית",
    "tags \u{e0001}\u{e0041}\u{e007f}",
    "private \u{e000}\u{f8ff}\u{100000}",
    "no character \u{fffe}\u{ffff}\u{fffd}",
    "\\u001b[31m spelled out",
    "\\n \\t \\\\ \" ' , ; | <b>&amp;",
    "  space on both sides  ",
];

/// Every text, with a number in front, so that no text is a prefix of another.
pub(super) fn corpus() -> Vec<String> {
    let join =
        |characters: &mut dyn Iterator<Item = char>| characters.fold(String::new(), |text, c| text + &format!("a{c}b"));
    let mut texts: Vec<String> = HOSTILE.iter().chain(UNUSUAL).map(|text| (*text).to_owned()).collect();
    texts.extend([
        join(&mut ('\0'..' ')),
        join(&mut ('\u{7f}'..'\u{a0}')),
        join(&mut BIDI_AND_SEPARATORS.chars()),
        "long ".repeat(820),
        "漢".repeat(1400),
        "\u{1b}[31m".repeat(820),
        format!("a{}", "\u{301}".repeat(2048)),
        "❤\u{fe0f}".repeat(700),
        "👩\u{200d}💻".repeat(400),
    ]);
    texts.iter().enumerate().map(|(number, text)| format!("{number:02} {text}")).collect()
}

/// All texts shorter than 1000 bytes, joined.
pub(super) fn joined_corpus() -> String {
    corpus().into_iter().filter(|text| text.len() < 1000).collect::<Vec<_>>().join(" ")
}

/// Finds a character that could control a terminal. `tabs` allows tabs, which separate the fields of TSV.
pub(super) fn find_control(text: &str, tabs: bool) -> Option<char> {
    let allowed = |c: char| c == '\n' || (tabs && c == '\t');
    text.chars().find(|c| !allowed(*c) && (c.is_control() || BIDI_AND_SEPARATORS.contains(*c)))
}

#[test]
fn the_corpus_contains_every_control_character() {
    let corpus = corpus();
    assert!(HOSTILE.len() >= 60 && corpus.len() < 100, "{} and {}", HOSTILE.len(), corpus.len());
    for text in HOSTILE {
        assert!(find_control(text, true).is_some() || text.contains(['\n', '\t']), "{text:?} is harmless");
    }
    for c in ('\0'..' ').chain('\u{7f}'..'\u{a0}').chain(BIDI_AND_SEPARATORS.chars()) {
        assert_eq!(find_control(&format!("a{c}b"), false).is_none(), c == '\n', "{c:?}");
        assert!(corpus.iter().any(|text| text.contains(c)), "no text contains {c:?}");
    }
    assert_eq!(find_control("plain ünï 漢字 e\u{301}\n", false), None);
    assert!(corpus.iter().filter(|text| text.len() > 4000).count() >= 4);
}
