//! The grammar of `--set`, `--set-string`, `--set-file`, `--set-json` and `--set-literal`, as Helm's `strvals` reads them.
//!
//! Where Helm drops what it was given without a word (a path that ends in its middle, an empty key), this is an error.

use super::cursor::Cursor;
use super::json;
use super::step::Step;
use crate::problem::{Problem, Problems};
use crate::source::{Layer, SourceId, Span};
use crate::yaml::{Kind, Node, Number};

/// One assignment: the way to a value, and the value.
#[derive(Debug)]
pub struct Pair {
    /// Never empty; begins with a key.
    pub path: Vec<Step>,
    /// The value.
    pub value: Node,
    /// Whether the argument ends right after the `=`: Helm then loses a list item that it would have to make.
    pub is_cut: bool,
}

/// How deep keys may nest; the dot after a `]` does not count, as in Helm.
const MAX_DOTS: usize = 30;

/// How many steps a path may have at all.
const MAX_STEPS: usize = 200;

/// The highest index, as in Helm.
const MAX_INDEX: i64 = 65_536;

/// Reads the file that a value of `--set-file` names.
pub type ReadFile<'a> = &'a mut dyn FnMut(&str, Span) -> Result<String, Problem>;

/// Reads one argument. `layer` says by which flag it came. What is only doubtful goes to `problems`.
pub fn pairs(
    text: &str,
    source: SourceId,
    layer: Layer,
    read_file: ReadFile<'_>,
    problems: &mut Problems,
) -> Result<Vec<Pair>, Problem> {
    let mut reader = Reader { cursor: Cursor::new(source, text), layer, read_file, problems };
    let mut pairs = Vec::new();
    while !reader.cursor.is_at_end() {
        pairs.push(reader.pair()?);
    }
    Ok(pairs)
}

/// Reads a path that stands alone, as `explain` takes it, with the escapes of `--set`.
pub fn path(text: &str, source: SourceId) -> Result<Vec<Step>, Problem> {
    let read_file: ReadFile<'_> = &mut |_, place| Err(Problem::bug("a path for `--set-file`").at(place));
    let problems = &mut Problems::default();
    let mut reader = Reader { cursor: Cursor::new(source, text), layer: Layer::Set, read_file, problems };
    let mut path = vec![reader.key()?];
    loop {
        match reader.cursor.next() {
            None => return Ok(path),
            Some('[') => path.push(reader.index()?),
            Some('.') => path.push(reader.key()?),
            Some(_) => {
                let problem = Problem::error("a path continues with `.` or `[`").at(reader.cursor.here());
                return Err(problem.help("give only the path; in a key, put a backslash before `=`, `,` and `.`"));
            }
        }
        reader.check_length(&path)?;
    }
}

struct Reader<'a> {
    cursor: Cursor,
    layer: Layer,
    read_file: ReadFile<'a>,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn pair(&mut self) -> Result<Pair, Problem> {
        let path = self.path()?;
        let is_cut = self.cursor.is_at_end() && matches!(self.layer, Layer::Set | Layer::SetString | Layer::SetFile);
        let value = match self.layer {
            Layer::SetJson => self.json()?,
            Layer::SetLiteral => {
                let from = self.cursor.position();
                let text = self.cursor.rest();
                Node::new(Kind::Text(text), self.cursor.span(from))
            }
            _ => self.value()?,
        };
        Ok(Pair { path, value, is_cut })
    }

    /// Reads the path and its `=`.
    fn path(&mut self) -> Result<Vec<Step>, Problem> {
        let mut path = Vec::new();
        let mut dots = 0;
        loop {
            path.push(self.key()?);
            while self.cursor.eat('[') {
                path.push(self.index()?);
                self.check_length(&path)?;
            }
            let is_item = matches!(path.last(), Some(Step::Item(..)));
            let from = self.cursor.position();
            match self.cursor.next() {
                Some('=') => return Ok(path),
                Some('.') => dots += usize::from(!is_item),
                Some(',') if !is_item => return Err(self.no_value(&path)),
                Some(_) => return Err(self.after_index(from)),
                None => return Err(self.no_value(&path)),
            }
            if dots > MAX_DOTS {
                let problem = Problem::error(format!("a path of more than {} keys", MAX_DOTS + 1));
                return Err(problem.at(self.cursor.span(from)).help("give the value in a file"));
            }
        }
    }

    fn check_length(&self, path: &[Step]) -> Result<(), Problem> {
        if path.len() <= MAX_STEPS {
            return Ok(());
        }
        Err(Problem::error(format!("a path of more than {MAX_STEPS} steps")).at(self.cursor.here()))
    }

    /// Text after a `]`.
    fn after_index(&mut self, from: usize) -> Problem {
        self.cursor.skip_while(|c| !matches!(c, '=' | '[' | '.' | ','));
        let problem = Problem::error("only `=`, `.` or `[` can follow an index").at(self.cursor.span(from));
        problem.help("write `=` and the value")
    }

    fn no_value(&self, path: &[Step]) -> Problem {
        match path.last() {
            Some(Step::Item(index, place)) => {
                let problem = Problem::error(format!("the list item [{index}] has no value")).at(*place);
                problem.help("write `=` and the value")
            }
            Some(Step::Key(name, place)) => {
                let problem = Problem::error(format!("the key `{name}` has no value")).at(*place);
                problem.help(match self.layer {
                    Layer::SetLiteral => "write `=` and the value",
                    _ => "write `=` and the value; a comma inside a value is written `\\,`",
                })
            }
            None => Problem::error("a path is missing").at(self.cursor.here()),
        }
    }

    /// Reads a key up to what ends it, which stays unread.
    fn key(&mut self) -> Result<Step, Problem> {
        let from = self.cursor.position();
        let key = match self.layer {
            Layer::SetLiteral => {
                self.cursor.skip_while(|c| !matches!(c, '=' | '[' | '.'));
                self.cursor.read_since(from)
            }
            _ => self.until(&['=', '[', ',', '.']),
        };
        let place = self.cursor.span(from);
        if key.is_empty() {
            let is_cut = self.cursor.is_at_end() && place.column > 1;
            let what = if is_cut { "the path is incomplete" } else { "an empty key" };
            let problem = Problem::error(what).at(Span { length: 1, ..place });
            return Err(problem.help("write the key; Helm would drop the value silently"));
        }
        Ok(Step::Key(key, place))
    }

    /// Reads an index after its `[`: a decimal with an optional sign, as Go's `Atoi` takes it.
    fn index(&mut self) -> Result<Step, Problem> {
        let from = self.cursor.position();
        let text = match self.layer {
            Layer::SetLiteral => {
                self.cursor.skip_while(|c| c != ']');
                self.cursor.read_since(from)
            }
            _ => self.until(&[']']),
        };
        let place = self.cursor.span(from);
        if !self.cursor.eat(']') {
            let problem = Problem::error("an index without `]`").at(self.cursor.span(from.saturating_sub(1)));
            return Err(problem.help("close it with `]`; Helm would drop the value silently"));
        }
        let is_number = text.strip_prefix(['+', '-']).unwrap_or(&text).bytes().all(|b| b.is_ascii_digit());
        let wrong = |message: String, help: &str| Err(Problem::error(message).at(place).help(help));
        match text.parse::<i64>() {
            Ok(index) if index > MAX_INDEX => {
                wrong(format!("the index {index} is above {MAX_INDEX}"), "give the list in a file")
            }
            Ok(index) => match usize::try_from(index) {
                Ok(index) => Ok(Step::Item(index, place)),
                Err(_) => wrong(format!("the index {index} is negative"), "count from 0"),
            },
            Err(_) if is_number && !text.is_empty() => {
                wrong(format!("the index {text} is above {MAX_INDEX}"), "give the list in a file")
            }
            Err(_) => wrong(format!("`{text}` is not an index"), "write a whole number, counted from 0"),
        }
    }

    /// Reads up to one of these characters or the end. A backslash makes the next character ordinary.
    fn until(&mut self, stops: &[char]) -> String {
        let mut text = String::new();
        while let Some(c) = self.cursor.peek() {
            if stops.contains(&c) {
                break;
            }
            self.cursor.next();
            match c {
                '\\' => text.extend(self.cursor.next()),
                c => text.push(c),
            }
        }
        text
    }

    /// Reads a value of `--set`, `--set-string` or `--set-file`, and the comma after it.
    fn value(&mut self) -> Result<Node, Problem> {
        let from = self.cursor.position();
        if self.cursor.is_at_end() {
            return Ok(Node::new(Kind::Text(String::new()), self.cursor.here()));
        }
        if self.cursor.eat('{') {
            return self.list(from);
        }
        let text = self.until(&[',']);
        let kind = self.convert(text, from)?;
        let node = Node::new(kind, self.cursor.span(from));
        self.cursor.eat(',');
        Ok(node)
    }

    fn list(&mut self, from: usize) -> Result<Node, Problem> {
        let mut items = Vec::new();
        loop {
            let start = self.cursor.position();
            let text = self.until(&[',', '}']);
            if self.cursor.is_at_end() {
                let problem = Problem::error("a list without `}`").at(self.cursor.span(from));
                return Err(problem.help("close it with `}`, or write a value that begins with a brace as `\\{`"));
            }
            let kind = self.convert(text, start)?;
            items.push(Node::new(kind, self.cursor.span(start)));
            if self.cursor.next() == Some('}') {
                break;
            }
        }
        let node = Node::new(Kind::List(items), self.cursor.span(from));
        if !self.cursor.is_at_end() && !self.cursor.eat(',') {
            let problem = Problem::error("only a comma can follow the `}` of a list").at(self.cursor.here());
            return Err(
                problem.help("write the comma; write a brace inside an item as `\\}`; nested lists need `--set-json`")
            );
        }
        Ok(node)
    }

    fn convert(&mut self, text: String, from: usize) -> Result<Kind, Problem> {
        Ok(match self.layer {
            Layer::SetFile => Kind::Text((self.read_file)(&text, self.cursor.span(from))?),
            Layer::SetString => Kind::Text(text),
            _ => typed(text),
        })
    }

    /// Reads a value of `--set-json` and the comma after it; nothing means null.
    fn json(&mut self) -> Result<Node, Problem> {
        let from = self.cursor.position();
        self.cursor.skip_while(char::is_whitespace);
        if self.cursor.is_at_end() || self.cursor.eat(',') {
            return Ok(Node::new(Kind::Null, Span { length: 1, ..self.cursor.span(from) }));
        }
        let node = json::value(&mut self.cursor, self.problems)?;
        self.cursor.skip_while(char::is_whitespace);
        if !self.cursor.is_at_end() && !self.cursor.eat(',') {
            let problem = Problem::error("only a comma can follow a value of JSON").at(self.cursor.here());
            return Err(problem.help("write the comma before the next path"));
        }
        Ok(node)
    }
}

/// Helm's types of `--set`: booleans and null in any case, whole numbers of 64 bits without a leading zero; all else is text.
fn typed(text: String) -> Kind {
    // Go folds case as Unicode does, and `ſ` is a small `s`.
    let folded = text.replace('ſ', "s");
    match () {
        () if folded.eq_ignore_ascii_case("true") => Kind::Bool(true),
        () if folded.eq_ignore_ascii_case("false") => Kind::Bool(false),
        () if text.eq_ignore_ascii_case("null") => Kind::Null,
        () if text == "0" => Kind::Number(Number { text }),
        () if text.starts_with('0') => Kind::Text(text),
        () => match text.parse::<i64>() {
            Ok(whole) => Kind::Number(Number { text: whole.to_string() }),
            Err(_) => Kind::Text(text),
        },
    }
}
