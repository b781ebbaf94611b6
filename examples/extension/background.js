// The extension's service worker: the model runs in it.
import { pipeline } from 'deberta-wasm/inline'; // without Worker and import(), which it does not have

import { readSelection, replaceSelection } from './selection.js';

const menuItem = 'redact';

/** Loaded at the first use, and again after the browser has put the service worker to sleep. */
let model;
function loadModel() {
  model ??= pipeline('token-classification', chrome.runtime.getURL('models/pii-tiny/'));
  model.catch(() => (model = undefined)); // the next use tries again
  return model;
}

async function redactSelection(tabId, frameId = 0) {
  const inPage = async (func, ...args) => {
    const target = { tabId, frameIds: [frameId] };
    const [{ result }] = await chrome.scripting.executeScript({ target, func, args });
    return result;
  };
  const say = (badge, title) =>
    Promise.all([
      chrome.action.setBadgeText({ tabId, text: badge }),
      chrome.action.setTitle({ tabId, title }),
    ]);
  try {
    await say('…', 'Redacting');
    const text = await inPage(readSelection);
    if (!text) return await say('', 'Select a text first');
    const find = await loadModel();
    const redacted = await find.redact(text);
    const found = redacted.entities.length;
    const isDone = found === 0 || (await inPage(replaceSelection, text, redacted.text));
    await (isDone
      ? say(String(found), `Redacted: ${found}`)
      : say('!', 'The selection has changed in the meantime'));
  } catch (error) {
    console.error(error);
    await say('!', error.message);
  }
}

chrome.runtime.onInstalled.addListener(() => {
  chrome.contextMenus.create({
    id: menuItem,
    title: 'Redact the selection',
    contexts: ['selection', 'editable'],
  });
});
chrome.contextMenus.onClicked.addListener((info, tab) => redactSelection(tab.id, info.frameId));
chrome.action.onClicked.addListener((tab) => redactSelection(tab.id));
