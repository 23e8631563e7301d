//! What jq has and the jaq crates have not, in jq's own language, as far as it is of use with API keys.

/// The definitions.
pub(super) const DEFINITIONS: &str = r#"
def field(escaped):
  if . == null then "" elif isstring then escaped
  elif isarray or isobject then error("a field can't be an \(type)")
  else tostring end;
def replaced($old; $new): split($old) | join($new);

def @csv: map(field("\"" + replaced("\""; "\"\"") + "\"")) | join(",");
def @tsv:
  map(field(replaced("\\"; "\\\\") | replaced("\t"; "\\t") | replaced("\n"; "\\n") | replaced("\r"; "\\r")))
  | join("\t");

def IN(values): . as $this | any(values; . == $this);
def IN(these; values): any(these; IN(values));
def INDEX(rows; key): reduce rows as $row ({}; .[$row | key | tostring] = $row);
def INDEX(key): INDEX(.[]; key);
def leaf_paths: paths(isarray or isobject | not);
def toarray: if isarray then . else [.] end;
def trimstr($text): ltrimstr($text) | rtrimstr($text);
"#;
