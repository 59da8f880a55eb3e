//! What each key does: a pure step from one view to the next, and what is to be done besides.

use super::view::{Pane, Target, View};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// What the screen has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Do {
    /// Show the view.
    Show,
    /// Look anew.
    Look,
    /// Cancel something, then look anew.
    Cancel(Target),
    /// Do something to the agent of this name, then look anew.
    Steer(Steer, String),
    /// Show the newest lines of the log of the agent of this name.
    Log(String),
    /// End.
    Quit,
}

/// What is done to an agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Steer {
    Nudge,
    Restart,
    Stop,
}

/// Takes a key.
pub(super) fn press(view: &mut View, key: KeyEvent) -> Do {
    if key.kind == KeyEventKind::Release {
        return Do::Show;
    }
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return if matches!(key.code, KeyCode::Char('c' | 'd')) { Do::Quit } else { Do::Show };
    }
    if view.typing {
        return typed(view, key.code);
    }
    view.message = None;
    if view.detail.is_some() {
        view.detail = None;
        return if key.code == KeyCode::Char('q') { Do::Quit } else { Do::Show };
    }
    match key.code {
        KeyCode::Char('q') => return Do::Quit,
        KeyCode::Char('r') => return Do::Look,
        KeyCode::Char('c') => return cancel(view),
        KeyCode::Char('n') => return steer(view, Steer::Nudge),
        KeyCode::Char('R') => return steer(view, Steer::Restart),
        KeyCode::Char('s') => return steer(view, Steer::Stop),
        KeyCode::Char('l') => return of_agent(view).map_or(Do::Show, Do::Log),
        KeyCode::Char('u') => view.unlocked = !view.unlocked,
        KeyCode::Char('/') => view.typing = true,
        KeyCode::Esc => view.filter.clear(),
        KeyCode::Enter => view.open(),
        KeyCode::Down | KeyCode::Char('j') => view.choose(1),
        KeyCode::Up | KeyCode::Char('k') => view.choose(-1),
        KeyCode::PageDown => view.choose(10),
        KeyCode::PageUp => view.choose(-10),
        KeyCode::Tab | KeyCode::Right => turn(view, 1),
        KeyCode::BackTab | KeyCode::Left => turn(view, Pane::ALL.len() - 1),
        KeyCode::Char(digit @ '1'..='5') => {
            let place = usize::try_from(u32::from(digit) - u32::from('1')).unwrap_or(0);
            view.pane = Pane::ALL.get(place).copied().unwrap_or(view.pane);
        }
        _ => {}
    }
    Do::Show
}

fn turn(view: &mut View, by: usize) {
    let next = (view.pane.index() + by) % Pane::ALL.len();
    view.pane = Pane::ALL.get(next).copied().unwrap_or(view.pane);
}

fn typed(view: &mut View, code: KeyCode) -> Do {
    match code {
        KeyCode::Enter => view.typing = false,
        KeyCode::Esc => {
            view.typing = false;
            view.filter.clear();
        }
        KeyCode::Backspace => drop(view.filter.pop()),
        KeyCode::Char(letter) if view.filter.chars().count() < 60 => view.filter.push(letter),
        _ => {}
    }
    Do::Show
}

fn of_agent(view: &mut View) -> Option<String> {
    let agent = view.agent();
    if agent.is_none() {
        view.message = Some("this is for agents: press 5 and choose one".to_owned());
    }
    agent
}

/// Ending an agent's process is behind the lock, as cancelling is; a nudge ends nothing.
fn steer(view: &mut View, how: Steer) -> Do {
    let Some(agent) = of_agent(view) else { return Do::Show };
    if how != Steer::Nudge && !view.unlocked {
        view.message = Some("stopping and restarting are locked: press u, then s or R".to_owned());
        return Do::Show;
    }
    view.unlocked = view.unlocked && how == Steer::Nudge;
    Do::Steer(how, agent)
}

/// Cancels what is chosen, once: the lock closes again behind it.
fn cancel(view: &mut View) -> Do {
    let Some(target) = view.target() else {
        view.message = Some("there is nothing here to cancel: choose a run or a task that is not over".to_owned());
        return Do::Show;
    };
    if !view.unlocked {
        view.message = Some("cancelling is locked: press u, then c".to_owned());
        return Do::Show;
    }
    view.unlocked = false;
    Do::Cancel(target)
}
