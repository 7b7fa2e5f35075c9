//! A site's theme: one colour, a radius and a font stack become a small style sheet.
//!
//! The contrast guard turns the one colour into the four `act` tokens of each scheme, in OKLCH: hue stays, chroma
//! stays as far as sRGB has it, and lightness moves until text in it can be read on every ground.

use std::fmt::Write;

/// An sRGB colour of eight bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

/// What a site sets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    pub colour: Option<Rgb>,
    /// Corner radius of controls in pixels, 0 to 12.
    pub radius: Option<u8>,
    pub stack: Stack,
}

/// One of three font stacks, all from the reader's system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stack {
    #[default]
    Sans,
    Serif,
    Rounded,
}

/// The four tokens that the guard works out for one scheme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Act {
    pub act: Rgb,
    pub over: Rgb,
    pub on: Rgb,
    pub wash: Rgb,
    /// The lowest contrast of `act` on page, surface, sunken and its own wash.
    pub worst: f64,
    /// The contrast of `on` on `act`.
    pub text: f64,
}

impl Rgb {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> =
            text.strip_prefix('#')?.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Self(r * 17, g * 17, b * 17)),
            [a, b, c, d, e, f] => Some(Self(a * 16 + b, c * 16 + d, e * 16 + f)),
            _ => None,
        }
    }

    fn linear(self) -> [f64; 3] {
        [self.0, self.1, self.2].map(|byte| {
            let c = f64::from(byte) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn from_linear(linear: [f64; 3]) -> Self {
        let [r, g, b] = linear.map(|c| {
            let c = if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 };
            (c.clamp(0.0, 1.0) * 255.0).round() as u8
        });
        Self(r, g, b)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio of WCAG 2, between 1 and 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance() + 0.05, other.luminance() + 0.05);
        a.max(b) / a.min(b)
    }
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl Theme {
    /// The style sheet: the tokens marked *(theme)* and nothing else.
    pub fn sheet(&self) -> String {
        let mut sheet = String::from(":root {");
        if let Some(radius) = self.radius {
            let _ = write!(sheet, " --radius: {}rem;", f64::from(radius.min(12)) / 16.0);
        }
        match self.stack {
            Stack::Sans => {}
            Stack::Serif => sheet.push_str(r#" --sans: Charter, "Bitstream Charter", "Sitka Text", Cambria, "Noto Serif", "Liberation Serif", serif;"#),
            Stack::Rounded => sheet.push_str(r#" --sans: ui-rounded, "Hiragino Maru Gothic ProN", Quicksand, Comfortaa, Manjari, "Arial Rounded MT", "Nunito", sans-serif;"#),
        }
        let Some(colour) = self.colour else { return sheet + " }\n" };
        let dark = tokens(&guard(colour, &DARK));
        let _ = writeln!(sheet, "{} }}", tokens(&guard(colour, &LIGHT)));
        let _ = writeln!(sheet, "@media (prefers-color-scheme: dark) {{ :root:not(.light) {{{dark} }} }}");
        let _ = writeln!(sheet, ":root.dark {{{dark} }}");
        sheet
    }

    /// Given colour, then what is used in the light and in the dark scheme; the console shows them side by side.
    pub fn used(&self) -> Option<(Rgb, Act, Act)> {
        self.colour.map(|colour| (colour, guard(colour, &LIGHT), guard(colour, &DARK)))
    }
}

fn tokens(act: &Act) -> String {
    format!(" --act: {}; --act-over: {}; --on-act: {}; --act-wash: {};", act.act, act.over, act.on, act.wash)
}

/// The grounds of a scheme, and which way is away from them.
struct Ground {
    grounds: [Rgb; 3],
    wash: f64,
    away: f64,
}

const LIGHT: Ground =
    Ground { grounds: [Rgb(0xf4, 0xf6, 0xf6), Rgb(255, 255, 255), Rgb(0xe9, 0xed, 0xed)], wash: 0.95, away: -1.0 };
const DARK: Ground =
    Ground { grounds: [Rgb(0x0d, 0x14, 0x17), Rgb(0x14, 0x1d, 0x21), Rgb(0x0a, 0x0f, 0x12)], wash: 0.27, away: 1.0 };
const WHITE: Rgb = Rgb(255, 255, 255);
const INK: Rgb = Rgb(0x13, 0x21, 0x2a);

fn guard(colour: Rgb, ground: &Ground) -> Act {
    let given = Oklch::of(colour);
    let wash = Oklch { l: ground.wash, c: given.c.min(0.03), ..given }.in_gamut();
    let worst = |act: Rgb| ground.grounds.iter().chain([&wash]).map(|g| act.contrast(*g)).fold(f64::MAX, f64::min);
    let mut tone = given;
    while worst(tone.rgb_or(colour, given)) < ENOUGH && (0.0..=1.0).contains(&tone.l) {
        tone.l += STEP * ground.away;
    }
    let act = tone.rgb_or(colour, given);
    let on = if act.contrast(WHITE) >= act.contrast(INK) { WHITE } else { INK };
    let over = Oklch { l: (tone.l * (1.0 + ground.away / 10.0)).min(0.97), ..tone }.in_gamut();
    Act { act, over, on, wash, worst: worst(act), text: on.contrast(act) }
}

/// Text needs this much (WCAG 2.2, 1.4.3).
const ENOUGH: f64 = 4.5;
const STEP: f64 = 0.005;

/// Lightness, chroma and hue, even to the eye (Ottosson 2020).
#[derive(Clone, Copy, PartialEq)]
struct Oklch {
    l: f64,
    c: f64,
    h: f64,
}

impl Oklch {
    fn of(colour: Rgb) -> Self {
        let [r, g, b] = colour.linear();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
        Self { l: 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s, c: a.hypot(b), h: b.atan2(a) }
    }

    fn linear(self) -> [f64; 3] {
        let (a, b) = (self.c * self.h.cos(), self.c * self.h.sin());
        let l = (self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.l - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }

    fn fits(self) -> bool {
        self.linear().iter().all(|c| (-0.0001..=1.0001).contains(c))
    }

    /// The same hue and lightness with as much of the chroma as sRGB has.
    fn in_gamut(self) -> Rgb {
        let mut tone = self;
        while !tone.fits() && tone.c > 0.001 {
            tone.c *= 0.97;
        }
        Rgb::from_linear(tone.linear())
    }

    /// The given colour itself while nothing was moved.
    fn rgb_or(self, colour: Rgb, given: Self) -> Rgb {
        if self == given { colour } else { self.in_gamut() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of the design's section on themes.
    #[test]
    fn the_guard_keeps_every_colour_readable() {
        for (given, light, worst, text, dark, dark_worst, dark_text) in [
            ("#ffd200", "#806903", 4.5, 5.3, "#ffd200", 10.4, 11.3),
            ("#e4002b", "#d60b2a", 4.5, 5.3, "#fd4c50", 4.6, 4.9),
            ("#7a3cff", "#7a3cff", 4.5, 5.4, "#9276fe", 4.5, 4.9),
            ("#00a36c", "#017a50", 4.6, 5.4, "#00a36c", 4.6, 5.0),
        ] {
            let (_, day, night) = Theme { colour: Rgb::parse(given), ..Theme::default() }.used().unwrap();
            let round = |ratio: f64| (ratio * 10.0).round() / 10.0;
            assert_eq!((day.act.to_string(), night.act.to_string()), (light.into(), dark.into()), "{given}");
            assert_eq!((round(day.worst), round(day.text), day.on), (worst, text, WHITE), "{given} light");
            assert_eq!((round(night.worst), round(night.text), night.on), (dark_worst, dark_text, INK), "{given} dark");
        }
    }

    #[test]
    fn any_colour_at_all_can_be_given() {
        for r in (0..=255).step_by(51) {
            for g in (0..=255).step_by(51) {
                for b in (0..=255).step_by(51) {
                    let (given, day, night) = Theme { colour: Some(Rgb(r, g, b)), ..Theme::default() }.used().unwrap();
                    for act in [day, night] {
                        assert!(act.worst >= ENOUGH && act.text >= ENOUGH, "{given}: {act:?}");
                        assert!(act.on.contrast(act.over) >= ENOUGH, "{given}: {act:?}");
                        assert!(INK.contrast(day.wash) >= 7.0);
                    }
                }
            }
        }
    }

    #[test]
    fn a_sheet_sets_theme_tokens_only() {
        let theme = Theme { colour: Rgb::parse("#e4002b"), radius: Some(200), stack: Stack::Serif };
        let sheet = theme.sheet();
        assert!(sheet.contains("--radius: 0.75rem;") && sheet.contains("serif"));
        let names: std::collections::BTreeSet<_> =
            sheet.split("--").skip(1).filter_map(|s| s.split(':').next()).collect();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["act", "act-over", "act-wash", "on-act", "radius", "sans"]);
        assert_eq!(Theme::default().sheet(), ":root { }\n");
        assert_eq!((Rgb::parse("red"), Rgb::parse("#12"), Rgb::parse("#é1")), (None, None, None));
    }
}
