// Alder & Finch CRM: the live boards of the dashboard, and notes without a reload. Everything else is plain HTML.
'use strict';

const AGAIN_AFTER = 2000; // milliseconds
const TICKER_ROWS = 8;

const clock = (at) => at.toLocaleTimeString('en-GB');
const show = (section, state, words) => {
  const badge = section.querySelector('.live');
  if (badge.dataset.state === state) return; // a status is read aloud: only when it changes
  badge.dataset.state = state;
  badge.textContent = words;
};
const cell = (name, text, className) => {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
};

function callRow(call) {
  const row = document.createElement('tr');
  const state = document.createElement('td');
  state.append(cell('span', call.state, `dot ${call.state}`));
  const who = cell('th', call.colleague);
  who.scope = 'row';
  const time = `${Math.floor(call.seconds / 60)}:${String(call.seconds % 60).padStart(2, '0')}`;
  row.append(cell('td', call.line), who, cell('td', call.with || '–'), state, cell('td', time, 'number'));
  return row;
}

function watchPhones(section) {
  const rows = section.querySelector('[data-rows]');
  const form = section.querySelector('[data-echo]');
  const output = form.querySelector('output');
  let socket;
  const open = () => {
    socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/live/board`);
    socket.onopen = () => show(section, 'on', 'Live');
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.echo !== undefined) {
        output.textContent = `Heard back: ${message.echo}`;
      } else if (message.type === 'board') {
        rows.replaceChildren(...message.calls.map(callRow));
        section.querySelector('[data-waiting]').textContent = message.waiting;
      }
    };
    socket.onclose = ({ code }) => {
      show(section, 'cut', `Cut at ${clock(new Date())} (${code})`);
      setTimeout(open, AGAIN_AFTER);
    };
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = form.elements.text.value.trim();
    if (!text) return;
    if (socket.readyState === WebSocket.OPEN) {
      socket.send(text);
      form.reset();
    } else {
      output.textContent = 'The line is not connected.';
    }
  });
  open();
}

function watchWarehouse(section) {
  const ticker = section.querySelector('[data-ticker]');
  let started = false;
  const open = () => {
    const source = new EventSource('/live/events');
    source.onopen = () => show(section, 'on', 'Live');
    source.onmessage = ({ data }) => {
      const { text, at } = JSON.parse(data);
      if (!started) ticker.replaceChildren();
      started = true;
      const item = document.createElement('li');
      item.append(cell('time', clock(new Date(at))), cell('span', text));
      ticker.prepend(item);
      while (ticker.children.length > TICKER_ROWS) ticker.lastElementChild.remove();
    };
    source.onerror = () => {
      show(section, 'cut', `Cut at ${clock(new Date())}`);
      // The browser comes back by itself after a broken line, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_AFTER);
    };
  };
  open();
}

function takeNotes(form) {
  const output = form.querySelector('output');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    output.textContent = '';
    try {
      const response = await fetch(form.dataset.noteTo, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify({ text: form.elements.text.value }),
      });
      const answer = await response.json().catch(() => ({}));
      if (!response.ok) throw new Error(answer.error?.message ?? answer.error ?? `the answer was ${response.status}`);
      const item = document.createElement('li');
      item.append(cell('p', answer.text), cell('small', `${answer.author}, just now`));
      document.querySelector('[data-notes]').append(item);
      form.reset();
    } catch (failure) {
      output.textContent = `Not added: ${failure.message}`;
    }
  });
}

document.querySelectorAll('[data-live="board"]').forEach(watchPhones);
document.querySelectorAll('[data-live="events"]').forEach(watchWarehouse);
document.querySelectorAll('[data-note-to]').forEach(takeNotes);
