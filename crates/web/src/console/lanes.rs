//! Quantities by hour, one lane each with its own scale: geometry for an inline SVG, and the same numbers as a table.

use serde::Serialize;

/// One quantity over the hours, the oldest first.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Key of its name; `KEY-said` is the sentence that stands for the picture.
    pub key: &'static str,
    /// `bad`, `warn` or nothing.
    pub kind: &'static str,
    pub values: Vec<u64>,
}

#[derive(Debug, Serialize)]
pub struct Chart {
    lanes: Vec<Drawn>,
    width: usize,
    /// Every sixth hour, and now.
    marks: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Drawn {
    key: &'static str,
    kind: &'static str,
    most: u64,
    least: u64,
    /// The hour of the most.
    at: String,
    bars: Vec<Bar>,
}

#[derive(Debug, Serialize)]
struct Bar {
    x: usize,
    y: u64,
    height: u64,
}

#[derive(Debug, Serialize)]
struct Row {
    hour: String,
    values: Vec<u64>,
}

const HEIGHT: u64 = 56;
const HIGHEST: u64 = 52;
const STEP: usize = 30;

impl Chart {
    /// `hours` names each hour, the oldest first.
    pub fn new(hours: &[String], lanes: &[Lane]) -> Self {
        let drawn = lanes.iter().map(|lane| drawn(lane, hours)).collect();
        let marks = hours.iter().step_by(6).cloned().collect();
        let value = |lane: &Lane, at: usize| lane.values.get(at).copied().unwrap_or_default();
        let rows = hours
            .iter()
            .enumerate()
            .map(|(at, hour)| Row { hour: hour.clone(), values: lanes.iter().map(|l| value(l, at)).collect() });
        Self { lanes: drawn, width: hours.len() * STEP, marks, rows: rows.collect() }
    }
}

fn drawn(lane: &Lane, hours: &[String]) -> Drawn {
    let most = lane.values.iter().copied().max().unwrap_or_default();
    let at = lane.values.iter().position(|v| *v == most).and_then(|at| hours.get(at)).cloned().unwrap_or_default();
    let bar = |(at, value): (usize, &u64)| {
        // What is not nothing can be seen.
        let height = if *value == 0 { 0 } else { (value * HIGHEST / most.max(1)).max(2) };
        Bar { x: at * STEP + 2, y: HEIGHT - height, height }
    };
    Drawn {
        key: lane.key,
        kind: lane.kind,
        most,
        least: lane.values.iter().copied().min().unwrap_or_default(),
        at,
        bars: lane.values.iter().enumerate().map(bar).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_lane_has_a_scale_of_its_own_and_nothing_small_is_lost() {
        let hours = ["15:00".to_owned(), "16:00".to_owned(), "17:00".to_owned()];
        let lanes = [
            Lane { key: "a", kind: "", values: vec![2_140, 1, 0] },
            Lane { key: "b", kind: "bad", values: vec![0, 7, 1] },
        ];
        let chart = Chart::new(&hours, &lanes);
        let heights = |n: usize| chart.lanes[n].bars.iter().map(|b| b.height).collect::<Vec<_>>();
        assert_eq!((heights(0), heights(1)), (vec![52, 2, 0], vec![0, 52, 7]));
        assert_eq!((chart.lanes[1].most, chart.lanes[1].at.as_str(), chart.width), (7, "16:00", 90));
        assert_eq!(chart.rows[1].values, [1, 7]);
    }
}
