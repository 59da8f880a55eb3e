//! The look of the site: one style sheet and one drawing, in the colours that the variant asks for.

use super::super::material::Material;

/// Colours: accent, accent for dark screens, tint, tint for dark screens. Each accent has a contrast of at least 4.5 to 1 on its ground.
type Palette = (&'static str, &'static str, &'static str, &'static str);

const PALETTES: [Palette; 4] = [
    ("#1f4fa3", "#9dbcf5", "#eaf0fb", "#172238"),
    ("#0d6a52", "#7fd6bd", "#e6f4ef", "#12261f"),
    ("#8a2f5d", "#f0a3cb", "#fbeaf3", "#2c1722"),
    ("#7a4a00", "#f0c27a", "#faf0e0", "#291e0f"),
];

const SHEET: &str = include_str!("style.css");

/// The style sheet.
pub(super) fn sheet(material: &Material<'_>) -> String {
    let (accent, accent_dark, tint, tint_dark) = palette(material);
    format!(
        ":root {{ --accent: {accent}; --tint: {tint}; --ink: #1c1e22; --soft: #53585f; --ground: #ffffff; --line: #d9dce1; }}\n\
         @media (prefers-color-scheme: dark) {{\n  :root {{ --accent: {accent_dark}; --tint: {tint_dark}; --ink: #eceef1; --soft: #b3b9c2; --ground: #111316; --line: #343a42; }}\n}}\n{SHEET}"
    )
}

/// The icon.
pub(super) fn icon(material: &Material<'_>) -> String {
    let (accent, _, tint, _) = palette(material);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\">\n<rect width=\"32\" height=\"32\" rx=\"7\" fill=\"{accent}\"/>\n\
         <path d=\"M8 11h16M8 16h16M8 21h10\" stroke=\"{tint}\" stroke-width=\"3\" stroke-linecap=\"round\"/>\n</svg>\n"
    )
}

fn palette(material: &Material<'_>) -> Palette {
    let usual = ("#1f4fa3", "#9dbcf5", "#eaf0fb", "#172238");
    // Projects differ in colour by the length of their name, variants by their number.
    let shift = material.title.chars().count() % PALETTES.len();
    let mut colours = PALETTES;
    colours.rotate_left(shift);
    material.choose(&colours, usual)
}

#[cfg(test)]
mod tests {
    use super::PALETTES;

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_colour_can_be_read_on_its_ground() {
        for (accent, accent_dark, tint, tint_dark) in PALETTES {
            let pairs = [
                (accent, "#ffffff"),
                (accent, tint),
                (accent_dark, "#111316"),
                (accent_dark, tint_dark),
                ("#1c1e22", tint),
                ("#53585f", tint),
                ("#eceef1", tint_dark),
                ("#b3b9c2", tint_dark),
                ("#b3b9c2", "#111316"),
            ];
            for (ink, ground) in pairs {
                assert!(contrast(ink, ground) >= 4.5, "{ink} on {ground}: {}", contrast(ink, ground));
            }
        }
    }
}
