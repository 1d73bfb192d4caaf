//! Texts that break out of YAML, of templates, of the graft's tokens, of lines and of terminals.

/// Characters that have a meaning somewhere. A mark is put between two of them, so that each text is found again.
const HOSTILE: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\n\n\n",
    "\n---\n",
    "---\n",
    "\n...\n",
    "--- ",
    "%YAML 1.1\n---\n",
    "{{ 7 * 7 }}",
    "{{ values }}",
    "{% raw %}",
    "{% endraw %}",
    "{% include 'x' %}",
    "{# ",
    " #}",
    "{%- set x = 1 -%}",
    "\u{e000}0\u{e001}",
    "\u{e000}1\u{e001}",
    "\u{e000}99999\u{e001}",
    "\u{e000}",
    "\u{e001}",
    "\u{e00f}",
    "\0",
    "\u{1}",
    "\u{7}",
    "\u{8}",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{1b}[31m",
    "\u{1b}]0;title\u{7}",
    "\u{7f}",
    "\u{85}",
    "\u{9b}31m",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{fffe}",
    "\u{ffff}",
    "\u{10ffff}",
    "é",
    "e\u{301}",
    "日本",
    "🚀",
    "\"",
    "'",
    "\"\"",
    "''",
    "\\",
    "\\n",
    "\\\"",
    "`",
    ": ",
    ":",
    ":\n",
    " #",
    "#",
    " # x\n",
    "- ",
    "-",
    "? ",
    "?",
    "! ",
    "!!str ",
    "!!binary ",
    "&a ",
    "*a",
    "|",
    "|\n  ",
    "> ",
    ">-\n",
    "@",
    "%",
    "[",
    "]",
    "{",
    "}",
    "[]",
    "{}",
    ", ",
    ",",
    "<<: ",
    "<<",
    "=",
    "~",
    "null",
    "true",
    "yes",
    "0x1f",
    "1e3",
    "0644",
    "12:30:00",
    ".inf",
    ".nan",
    "2001-01-01",
    " ",
    "  ",
    "\n  ",
    "\n  kind: Secret\n",
    "\nkind: Secret\n",
    "\n    - name: x\n",
    "$(PATH)",
    "${HOME}",
    "$$",
    "`id`",
    "$(id)",
    ";id;",
    "| sh",
    "&& x",
    "> /tmp/x",
    "../../etc/passwd",
    "/../",
    "//",
    "<script>",
    "&amp;",
    "%s%n",
    "{0}",
    "\\u0000",
    "\\x41",
    "%00",
    "key=value",
    "a=b\nc=d",
    "-Dx=y -Dz=w",
];

/// A generator of numbers that look random and are the same in every run (xorshift).
pub struct Dice(u64);

impl Dice {
    /// Different seeds give different numbers.
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % sides as u64) as usize
    }

    fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts[self.roll(texts.len())]
    }
}

/// A hostile text around a mark. Every second one begins as a path does, for else it would never get past the checks of paths.
pub fn payload(dice: &mut Dice, mark: &str) -> String {
    let start = dice.pick(&["", "", "/", "/mnt/", "x", "HugePages-"]);
    let (before, after) = (dice.pick(HOSTILE), dice.pick(HOSTILE));
    let rest = match dice.roll(150) {
        0 => dice.pick(HOSTILE).repeat(100_000 / 3),
        1 => "x".repeat(100_000),
        2 => "long words ".repeat(10_000),
        n if n < 30 => (0..4).map(|_| dice.pick(HOSTILE)).collect(),
        _ => String::new(),
    };
    format!("{start}{before}{mark}{rest}{after}")
}
