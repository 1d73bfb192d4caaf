//! Strict JSON with a place for every value, for `--set-json`.

use super::cursor::Cursor;
use crate::problem::{Problem, Problems};
use crate::source::Span;
use crate::yaml::{Entry, Kind, Map, Node, Number, duplicate};

/// How deep lists and maps may nest.
const MAX_DEPTH: usize = 200;

/// Whether an argument of `--set-json` is one JSON object that is merged, not a list of pairs.
pub fn is_object(argument: &str) -> bool {
    argument.trim_start().starts_with('{')
}

/// Reads an argument that is one object. A key that stands twice is a warning in `problems` (D-113).
pub fn object(cursor: &mut Cursor, problems: &mut Problems) -> Result<Node, Problem> {
    cursor.skip_while(char::is_whitespace);
    let node = value(cursor, problems)?;
    cursor.skip_while(char::is_whitespace);
    if cursor.is_at_end() {
        return Ok(node);
    }
    let problem = Problem::error("text after the end of the JSON object").at(cursor.here());
    Err(problem.help("give one object, or pairs `path=JSON`"))
}

/// Reads the value that begins at the cursor.
pub fn value(cursor: &mut Cursor, problems: &mut Problems) -> Result<Node, Problem> {
    nested(cursor, 0, problems)
}

/// Recursion is bounded by the check of depth.
fn nested(cursor: &mut Cursor, depth: usize, problems: &mut Problems) -> Result<Node, Problem> {
    if depth > MAX_DEPTH {
        return Err(
            Problem::error(format!("lists and maps are nested more than {MAX_DEPTH} levels deep")).at(cursor.here())
        );
    }
    blanks(cursor);
    let from = cursor.position();
    let kind = match cursor.peek() {
        Some('{') => Kind::Map(map(cursor, depth, problems)?),
        Some('[') => Kind::List(list(cursor, depth, problems)?),
        Some('"') => Kind::Text(text(cursor)?),
        Some('-' | '0'..='9') => Kind::Number(number(cursor)?),
        _ => word(cursor)?,
    };
    Ok(Node::new(kind, cursor.span(from)))
}

fn blanks(cursor: &mut Cursor) {
    cursor.skip_while(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
}

fn wrong(cursor: &Cursor, message: &str) -> Problem {
    Problem::error(message).at(cursor.here())
}

/// What neither goes on nor ends as it should.
fn unclosed(cursor: &Cursor, what: &str, bracket: char) -> Problem {
    if cursor.is_at_end() {
        let problem = wrong(cursor, &format!("{what} of JSON that does not end"));
        return problem.help(format!("close it with `{bracket}`, and put the whole argument in the shell's quotes"));
    }
    let problem = wrong(cursor, &format!("{what} of JSON goes on without a comma"));
    problem.help(format!("put a comma before this, or close it with `{bracket}`"))
}

fn list(cursor: &mut Cursor, depth: usize, problems: &mut Problems) -> Result<Vec<Node>, Problem> {
    let mut items = Vec::new();
    cursor.next();
    blanks(cursor);
    if cursor.eat(']') {
        return Ok(items);
    }
    loop {
        items.push(nested(cursor, depth + 1, problems)?);
        blanks(cursor);
        if cursor.eat(']') {
            return Ok(items);
        }
        if !cursor.eat(',') {
            return Err(unclosed(cursor, "a list", ']'));
        }
    }
}

fn map(cursor: &mut Cursor, depth: usize, problems: &mut Problems) -> Result<Map, Problem> {
    let mut map = Map::default();
    let mut twice = Map::default();
    cursor.next();
    blanks(cursor);
    if cursor.eat('}') {
        return Ok(map);
    }
    loop {
        let (name, key) = key(cursor)?;
        let node = nested(cursor, depth + 1, problems)?;
        if let Some(first) = map.insert(name.clone(), Entry { key, node }) {
            twice.entry(name).or_insert(first);
        }
        blanks(cursor);
        if cursor.eat('}') {
            break;
        }
        if !cursor.eat(',') {
            return Err(unclosed(cursor, "an object", '}'));
        }
    }
    for (name, first) in twice {
        if let Some(last) = map.get(&name) {
            // An argument has no lines to count.
            let note = format!("the first one begins at character {}", first.key.column);
            problems.push(duplicate(&name, last.key).note(note));
        }
    }
    Ok(map)
}

/// A key with the colon after it.
fn key(cursor: &mut Cursor) -> Result<(String, Span), Problem> {
    blanks(cursor);
    let from = cursor.position();
    if cursor.peek() != Some('"') {
        return Err(wrong(cursor, "a key of a JSON object must be in double quotes"));
    }
    let name = text(cursor)?;
    let place = cursor.span(from);
    blanks(cursor);
    if !cursor.eat(':') {
        return Err(wrong(cursor, "a key of a JSON object needs a colon after it"));
    }
    Ok((name, place))
}

fn word(cursor: &mut Cursor) -> Result<Kind, Problem> {
    let from = cursor.position();
    cursor.skip_while(|c| c.is_ascii_alphabetic());
    match cursor.read_since(from).as_str() {
        "true" => Ok(Kind::Bool(true)),
        "false" => Ok(Kind::Bool(false)),
        "null" => Ok(Kind::Null),
        _ => {
            cursor.skip_while(|c| !matches!(c, ',' | ']' | '}'));
            let mut place = cursor.span(from);
            place.length = place.length.max(1);
            let problem = Problem::error("this is not JSON").at(place);
            Err(problem.help("put strings in double quotes, or use `--set` or `--set-string`"))
        }
    }
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?`
fn number(cursor: &mut Cursor) -> Result<Number, Problem> {
    let from = cursor.position();
    cursor.eat('-');
    if !cursor.eat('0') {
        digits(cursor)?;
    } else if cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        return Err(wrong(cursor, "a JSON number cannot have a leading zero"));
    }
    if cursor.eat('.') {
        digits(cursor)?;
    }
    if cursor.eat('e') || cursor.eat('E') {
        let _ = cursor.eat('+') || cursor.eat('-');
        digits(cursor)?;
    }
    let text = cursor.read_since(from);
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Number::written(&text, value)),
        _ => Err(Problem::error(format!("the number {text} is too large")).at(cursor.span(from))),
    }
}

fn digits(cursor: &mut Cursor) -> Result<(), Problem> {
    if !cursor.peek().is_some_and(|c| c.is_ascii_digit()) {
        return Err(wrong(cursor, "a digit of a JSON number is missing here"));
    }
    cursor.skip_while(|c| c.is_ascii_digit());
    Ok(())
}

fn text(cursor: &mut Cursor) -> Result<String, Problem> {
    let from = cursor.position();
    let mut text = String::new();
    cursor.next();
    loop {
        match cursor.peek() {
            None => {
                let problem = Problem::error("double quotes that do not end").at(cursor.span(from));
                return Err(problem.help("close them"));
            }
            Some('"') => {
                cursor.next();
                return Ok(text);
            }
            Some('\\') => text.push(escape(cursor)?),
            Some(c) if c < ' ' => return Err(wrong(cursor, "a control character in a JSON string must be escaped")),
            Some(c) => {
                cursor.next();
                text.push(c);
            }
        }
    }
}

fn escape(cursor: &mut Cursor) -> Result<char, Problem> {
    let from = cursor.position();
    cursor.next();
    Ok(match cursor.next() {
        Some(c @ ('"' | '\\' | '/')) => c,
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => unicode(cursor, from)?,
        _ => return Err(Problem::error("an escape that JSON does not have").at(cursor.span(from))),
    })
}

/// The digits of `\uXXXX`, with its other half if it is one of a pair. Half a pair alone is no text; Go makes it U+FFFD.
fn unicode(cursor: &mut Cursor, from: usize) -> Result<char, Problem> {
    let first = hex(cursor, from)?;
    let is_half = (0xd800..0xdc00).contains(&first);
    let code = if is_half && cursor.eat('\\') && cursor.eat('u') {
        let second = hex(cursor, from)?;
        if (0xdc00..0xe000).contains(&second) { 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) } else { first }
    } else {
        first
    };
    let problem = || Problem::error("half of a pair of `\\u` escapes").at(cursor.span(from));
    char::from_u32(code).ok_or_else(|| problem().help("write the character itself"))
}

fn hex(cursor: &mut Cursor, from: usize) -> Result<u32, Problem> {
    (0..4).try_fold(0, |code, _| match cursor.next().and_then(|c| c.to_digit(16)) {
        Some(digit) => Ok(code << 4 | digit),
        None => Err(Problem::error("`\\u` needs four hexadecimal digits").at(cursor.span(from))),
    })
}
