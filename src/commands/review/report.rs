//! The part of the report before the table: what was reviewed, what was found, and when the keys expire.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::findings::{Finding, Severity};
use super::tenant_data::TenantData;
use crate::app::owners::owner_id;
use crate::output::{Format, OutputMode};

/// The widest bar, in characters.
const MAX_BAR: usize = 40;

/// The number of months with a bar of their own. Later ones share one.
const MONTHS: usize = 12;

/// The summary, for a terminal or as Markdown.
pub(super) fn summary(data: &TenantData, findings: &[Finding], mode: OutputMode) -> String {
    let owners: std::collections::HashSet<_> = data.keys.iter().filter_map(owner_id).collect();
    let counts = Severity::ALL.map(|severity| {
        let count = findings.iter().filter(|finding| finding.severity == severity).count();
        format!("{count} {}", severity.name())
    });
    let totals = format!("{} active keys of {} owners", data.keys.len(), owners.len());
    let found = if findings.is_empty() { "none".to_owned() } else { counts.join(", ") };
    let bars = expiry_bars(&data.keys.iter().filter_map(|key| key.expiry).collect::<Vec<_>>(), data.now);
    let mut text = String::new();
    let is_markdown = mode == OutputMode::Formatted(Format::Markdown);
    let (mark, fence) = if is_markdown { ("- ", "\n```text\n") } else { ("", "\n") };
    if is_markdown {
        text.push_str("# API key review\n\n");
    }
    let _ = writeln!(text, "{mark}Reviewed: {totals}");
    let _ = writeln!(text, "{mark}Findings: {found}");
    for reason in &data.unavailable {
        let _ = writeln!(text, "{mark}{}", capitalize(reason));
    }
    if !bars.is_empty() {
        let end = if is_markdown { "```\n" } else { "" };
        let _ = write!(text, "{fence}Keys by the month in which they expire\n{bars}{end}");
    }
    text + "\n"
}

/// A line for each month from now on in which keys expire, with a bar and the number of keys.
fn expiry_bars(expiries: &[Timestamp], now: Timestamp) -> String {
    let month = |time: Timestamp| {
        let date = Offset::UTC.to_datetime(time).date();
        i32::from(date.year()) * 12 + i32::from(date.month()) - 1
    };
    let first = month(now);
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for expiry in expiries.iter().filter(|expiry| **expiry > now) {
        *counts.entry(month(*expiry).min(first.saturating_add(MONTHS as i32))).or_default() += 1;
    }
    let most = counts.values().copied().max().unwrap_or(1);
    counts.iter().fold(String::new(), |mut text, (month, count)| {
        let label = if *month < first + MONTHS as i32 {
            format!("{}-{:02}", month / 12, month % 12 + 1)
        } else {
            "later".to_owned()
        };
        let bar = "█".repeat((count * MAX_BAR).div_ceil(most));
        let _ = writeln!(text, "{label:7}  {bar} {count}");
        text
    })
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_a_bar_for_each_month() {
        let now = "2026-11-23T12:00:00Z".parse().unwrap();
        let times = [
            "2026-11-22T00:00:00Z",
            "2026-11-30T23:59:59Z",
            "2027-10-31T00:00:00Z",
            "2027-11-01T00:00:00Z",
            "9999-12-30T00:00:00Z",
        ];
        let expiries: Vec<Timestamp> = times.iter().map(|time| time.parse().unwrap()).collect();
        let half = "█".repeat(20);
        let full = "█".repeat(40);
        assert_eq!(expiry_bars(&expiries, now), format!("2026-11  {half} 1\n2027-10  {half} 1\nlater    {full} 2\n"));
        assert_eq!(expiry_bars(&[], now), "");
    }
}
