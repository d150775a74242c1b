//! Four files that were uploaded before the demo began.

use bytes::Bytes;
use jiff::Timestamp;

use super::super::records::{RecordId, StoredFile};
use super::minutes_before;

struct Seed(&'static str, &'static str, &'static str, i64, &'static str);

const FILES: [Seed; 4] = [
    Seed(
        "Price list, autumn.csv",
        "text/csv",
        "ann",
        61_000,
        "item,price GBP\nOak acoustic booth,3480\n\"Height-adjustable desk, 160 cm\",612\nConference chair,385\n",
    ),
    Seed(
        "Larkfield waiting room.svg",
        "image/svg+xml",
        "tom",
        9_100,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 320 200\"><rect x=\"10\" y=\"10\" width=\"300\" \
         height=\"180\" fill=\"none\" stroke=\"#234\" stroke-width=\"4\"/><rect x=\"24\" y=\"24\" width=\"200\" \
         height=\"26\" fill=\"#2f6f5e\"/><rect x=\"24\" y=\"150\" width=\"120\" height=\"26\" fill=\"#2f6f5e\"/>\
         <circle cx=\"250\" cy=\"110\" r=\"24\" fill=\"#c98a2b\"/></svg>\n",
    ),
    Seed(
        "Fitting checklist.txt",
        "text/plain; charset=utf-8",
        "tom",
        4_280,
        "Fitting checklist\n\n1. Ring the customer an hour before.\n2. Cover the floor from door to room.\n\
         3. Check levels; note any fall over 10 mm.\n4. Fit, wipe, photograph (ask first).\n\
         5. Have the customer sign the sheet.\n",
    ),
    Seed(
        "Harbour Street tender, notes.md",
        "text/markdown; charset=utf-8",
        "ann",
        1_260,
        "# Harbour Street\n\n- Meridian specifies, we supply and fit\n- 3 floors, 140 places\n\
         - Mock-up room invoiced as AF-1057\n- Our margin: 17 %, do not share\n",
    ),
];

pub(super) fn files(now: Timestamp) -> Vec<StoredFile> {
    (1..)
        .zip(FILES)
        .map(
            |(number, Seed(name, content_type, by, minutes_ago, content))| StoredFile {
                id: RecordId(number),
                name: name.into(),
                content_type: content_type.into(),
                bytes: Bytes::from_static(content.as_bytes()),
                at: minutes_before(now, minutes_ago),
                by: by.into(),
            },
        )
        .collect()
}
