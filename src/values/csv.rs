//! A list of files after `-f`: one record of CSV, as Helm's flags read it.

/// A path as `-f` reads it, where commas separate files.
pub fn listed(path: &str) -> String {
    if path.contains([',', '"']) { format!("\"{}\"", path.replace('"', "\"\"")) } else { path.to_owned() }
}

/// The fields of a record. An empty text has none; a field in double quotes may hold commas.
///
/// The error says what is wrong with the quotes.
pub fn fields(record: &str) -> Result<Vec<String>, &'static str> {
    let mut fields = Vec::new();
    let mut rest = record;
    if record.is_empty() {
        return Ok(fields);
    }
    loop {
        let (field, after) = match rest.strip_prefix('"') {
            Some(quoted) => in_quotes(quoted)?,
            None => bare(rest)?,
        };
        fields.push(field);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Ok(fields),
            None => return Err("text after the closing quote"),
        }
    }
}

fn bare(text: &str) -> Result<(String, &str), &'static str> {
    let (field, after) = text.split_at(text.find(',').unwrap_or(text.len()));
    match () {
        () if field.contains('"') => Err("a quote inside a name that does not begin with one"),
        () if field.contains(['\n', '\r']) => Err("a line break"),
        () => Ok((field.to_owned(), after)),
    }
}

/// Reads up to the closing quote; two quotes are one quote of the name.
fn in_quotes(text: &str) -> Result<(String, &str), &'static str> {
    let mut field = String::new();
    let mut rest = text;
    loop {
        let (piece, after) = rest.split_once('"').ok_or("quotes that do not end")?;
        field.push_str(piece);
        match after.strip_prefix('"') {
            Some(next) => {
                field.push('"');
                rest = next;
            }
            None => return Ok((field, after)),
        }
    }
}
