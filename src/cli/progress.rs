//! How far a long run has come: a bar on a terminal, else a line now and then. A short run says nothing.

use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::show;
use crate::message::{Lang, Message};

/// A run that is done by then shows no bar.
const SHORT: Duration = Duration::from_secs(1);
/// How often a bar is drawn anew, and how often a line is written where there is no terminal.
const DRAWN: Duration = Duration::from_millis(200);
const WRITTEN: Duration = Duration::from_secs(10);

/// The progress of a run over `total` files.
pub(super) struct Progress {
    total: usize,
    done: usize,
    begun: Instant,
    /// When it is time to say something.
    due: Instant,
    on_terminal: bool,
    bar: Option<ProgressBar>,
    lang: Lang,
}

impl Progress {
    pub(super) fn new(total: usize, lang: Lang) -> Self {
        let begun = Instant::now();
        let on_terminal = std::io::stderr().is_terminal();
        let due = begun + if on_terminal { SHORT } else { WRITTEN };
        Self { total, done: 0, begun, due, on_terminal, bar: None, lang }
    }

    /// One more is done.
    pub(super) fn tick(&mut self) {
        self.done += 1;
        let now = Instant::now();
        if now < self.due || self.done == self.total {
            return;
        }
        let text = far(self.done, self.total, now - self.begun).text(self.lang);
        if self.on_terminal {
            self.due = now + DRAWN;
            let bar = self.bar.get_or_insert_with(|| bar(self.total));
            bar.set_message(text);
            bar.set_position(self.done as u64);
            bar.tick();
        } else {
            self.due = now + WRITTEN;
            show::say(&text);
        }
    }

    /// Says something beside the bar.
    pub(super) fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| show::say(text)),
            None => show::say(text),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Bare characters: what others draw is two columns wide on Chinese consoles.
fn bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("[{bar:20}] {msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("#>-"))
}

/// How many of how many, how many a second, how long the rest takes at that rate.
fn far(done: usize, total: usize, time: Duration) -> Message {
    let rate = done as f64 / time.as_secs_f64().max(f64::EPSILON);
    let left = ((total - done) as f64 / rate.max(f64::EPSILON)).ceil() as u64;
    let decimals = if rate < 10.0 { 1 } else { 0 };
    let left = format!("{}:{:02}:{:02}", left / 3600, left / 60 % 60, left % 60);
    Message::new("batch-progress")
        .with("done", done)
        .with("total", total)
        .with("rate", format!("{rate:.decimals$}"))
        .with("left", left)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_and_the_time_left_follow_from_what_is_done() {
        let text = |done, total, seconds| far(done, total, Duration::from_secs(seconds)).text(Lang::En);
        assert_eq!(text(500, 1000, 10), "500 of 1000, 50 a second, 0:00:10 left");
        assert_eq!(text(1, 10_000, 2), "1 of 10000, 0.5 a second, 5:33:18 left");
    }
}
