"use strict";

/* Pages work without this; it refreshes what changes, chooses all at once, asks before discarding, and runs the live tail. */

function refresh() {
  const live = document.querySelector("#live[data-refresh]");
  const stale = document.querySelector("#stale");
  if (!live) {
    return;
  }
  setTimeout(async () => {
    try {
      const busy = live.contains(document.activeElement) || document.hidden || String(getSelection()).length > 0;
      if (!busy) {
        const answer = await fetch(location.href, { credentials: "same-origin" });
        const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#live");
        if (answer.redirected) {
          location.reload();
        } else if (answer.ok && next) {
          live.replaceWith(document.importNode(next, true));
        }
        stale.hidden = answer.ok;
      }
    } catch (unreachable) {
      stale.hidden = false;
    }
    refresh();
  }, Number(live.dataset.refresh) * 1000);
}

function chooseAll() {
  for (const all of document.querySelectorAll("input[data-all]")) {
    all.addEventListener("change", () => {
      for (const each of document.querySelectorAll("input[name='" + all.dataset.all + "']")) {
        each.checked = all.checked;
      }
    });
  }
}

function confirmFirst() {
  for (const button of document.querySelectorAll("button[data-confirm]")) {
    button.addEventListener("click", (click) => {
      if (!confirm(button.dataset.confirm)) {
        click.preventDefault();
      }
    });
  }
}

function tail() {
  const form = document.querySelector("#tail");
  if (!form) {
    return;
  }
  const lines = document.querySelector("#lines");
  const state = document.querySelector("#state");
  const pause = document.querySelector("#pause");
  let stream = null;
  let cursor = "";

  function say(word) {
    state.textContent = word;
    state.className = "badge " + word;
  }

  /* Text nodes only: what a vendor sent never becomes markup. */
  function show(heading, document_) {
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    const body = document.createElement("pre");
    summary.textContent = heading;
    body.textContent = document_;
    details.append(summary, body);
    lines.prepend(details);
    while (lines.children.length > 200) {
      lines.lastElementChild.remove();
    }
  }

  function connect() {
    const query = new URLSearchParams({ view: form.view.value });
    if (form.source.value) {
      query.set("source", form.source.value);
    }
    if (cursor) {
      query.set("after", cursor);
    }
    stream = new EventSource("/api/v1/events/stream?" + query);
    stream.onopen = () => say("live");
    stream.onerror = () => say("lost");
    stream.addEventListener("event", (message) => {
      cursor = message.lastEventId || cursor;
      const event = JSON.parse(message.data);
      const title = event.message || (event.finding_info || {}).title || event.class_name;
      show(new Date(event.time).toISOString() + "  " + event.metadata.log_name + "  " + event.severity + "  " + title,
        JSON.stringify(event, null, 2));
    });
    stream.addEventListener("webhook", (message) => {
      cursor = message.lastEventId || cursor;
      const webhook = JSON.parse(message.data);
      show(webhook.received + "  " + webhook.source + "  " + webhook.webhook, webhook.body.text);
    });
  }

  function disconnect() {
    stream.close();
    say("paused");
  }

  form.addEventListener("change", () => {
    const paused = pause.getAttribute("aria-pressed") === "true";
    if (!paused) {
      disconnect();
      connect();
    }
  });
  form.addEventListener("submit", (submit) => submit.preventDefault());
  pause.addEventListener("click", () => {
    const paused = pause.getAttribute("aria-pressed") === "true";
    pause.setAttribute("aria-pressed", String(!paused));
    pause.textContent = paused ? "Pause" : "Go on";
    if (paused) {
      connect();
    } else {
      disconnect();
    }
  });
  connect();
}

refresh();
chooseAll();
confirmFirst();
tail();
