//! Writes one invoice as a one-page PDF 1.4, with the standard fonts and no compression.

use bytes::Bytes;

use super::records::{Contact, Invoice};
use super::shell::day;

#[derive(Clone, Copy)]
enum Face {
    Regular,
    Bold,
}

/// Text and rules on A4, in points from the lower left corner.
#[derive(Default)]
struct Sheet {
    content: Vec<u8>,
}

pub(super) fn invoice(invoice: &Invoice, contact: &Contact) -> Bytes {
    let mut sheet = Sheet::default();
    sheet.text(56, 770, 20, Face::Bold, "Alder & Finch");
    sheet.text(
        56,
        752,
        10,
        Face::Regular,
        "Workplace fit-out, 14 Cooper's Yard, Bristol BS1 4QA",
    );
    sheet.text(56, 690, 15, Face::Bold, &format!("Invoice {}", invoice.number));
    sheet.text(
        56,
        668,
        10,
        Face::Regular,
        &format!("Issued {}, due {}", day(&invoice.issued), day(&invoice.due)),
    );
    sheet.text(56, 636, 10, Face::Bold, &contact.company);
    sheet.text(
        56,
        622,
        10,
        Face::Regular,
        &format!("{}, {}", contact.name, contact.city),
    );
    sheet.text(56, 590, 10, Face::Regular, &invoice.subject);
    sheet.text(56, 556, 9, Face::Bold, "Item");
    sheet.text(360, 556, 9, Face::Bold, "Quantity");
    sheet.text(494, 556, 9, Face::Bold, "Amount");
    sheet.rule(548);
    let mut y = 530;
    for line in &invoice.lines {
        sheet.text(56, y, 10, Face::Regular, &line.what);
        sheet.text(360, y, 10, Face::Regular, &line.quantity.to_string());
        sheet.amount(y, Face::Regular, &line.amount().to_string());
        y -= 20;
    }
    sheet.rule(y + 8);
    for (label, amount, face) in [
        ("Net", invoice.net(), Face::Regular),
        ("VAT 20 %", invoice.vat(), Face::Regular),
        ("Total", invoice.total(), Face::Bold),
    ] {
        y -= 12;
        sheet.text(360, y, 10, face, label);
        sheet.amount(y, face, &amount.to_string());
        y -= 6;
    }
    sheet.text(
        56,
        80,
        9,
        Face::Regular,
        "Please pay within 30 days and quote the invoice number. Thank you.",
    );
    assemble(&sheet.content)
}

impl Sheet {
    fn text(&mut self, x: u32, y: u32, size: u32, face: Face, text: &str) {
        let font = match face {
            Face::Regular => "F1",
            Face::Bold => "F2",
        };
        self.content
            .extend(format!("BT /{font} {size} Tf {x} {y} Td (").into_bytes());
        for c in text.chars() {
            match win_ansi(c) {
                byte @ (b'(' | b')' | b'\\') => self.content.extend([b'\\', byte]),
                byte => self.content.push(byte),
            }
        }
        self.content.extend(b") Tj ET\n");
    }

    /// Flush right at the margin. In Helvetica digits and `£` are 556/1000 wide, comma and point 278/1000.
    fn amount(&mut self, y: u32, face: Face, amount: &str) {
        let thousandths: u32 = amount
            .chars()
            .map(|c| if matches!(c, ',' | '.') { 278 } else { 556 })
            .sum();
        self.text(
            531_u32.saturating_sub(thousandths * 10 / 1000),
            y,
            10,
            face,
            amount,
        );
    }

    fn rule(&mut self, y: u32) {
        self.content
            .extend(format!("0.6 w 56 {y} m 531 {y} l S\n").into_bytes());
    }
}

/// The part of WinAnsiEncoding that equals Latin-1; all else becomes a question mark.
fn win_ansi(c: char) -> u8 {
    match u8::try_from(u32::from(c)) {
        Ok(byte @ (0x20..=0x7e | 0xa0..=0xff)) => byte,
        Ok(_) | Err(_) => b'?',
    }
}

/// Objects, cross-reference table (20 bytes an entry, ISO 32000-1 section 7.5.4) and trailer.
fn assemble(content: &[u8]) -> Bytes {
    let font = |face: &str| {
        format!("<< /Type /Font /Subtype /Type1 /BaseFont /{face} /Encoding /WinAnsiEncoding >>").into_bytes()
    };
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R \
                /Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>";
    let mut stream = format!("<< /Length {} >>\nstream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.as_bytes().to_vec(),
        font("Helvetica"),
        font("Helvetica-Bold"),
        stream,
    ];
    let mut pdf = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(&objects) {
        table.push_str(&format!("{:010} 00000 n \n", pdf.len()));
        pdf.extend(format!("{number} 0 obj\n").into_bytes());
        pdf.extend(object);
        pdf.extend(b"\nendobj\n");
    }
    let start = pdf.len();
    let size = objects.len() + 1;
    pdf.extend(
        format!(
            "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        )
        .into_bytes(),
    );
    Bytes::from(pdf)
}
