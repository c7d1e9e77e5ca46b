// The parameters of 'context-menu', from what a page can tell about the place that was clicked.
import { guardObject } from '../core/guards.ts';
import type { ContextMenuReport } from '../page/wire.ts';
import { toApp } from './protocol.ts';
import type { WebFrame } from './web-frame.ts';

/** Chromium's spelling checker cannot be asked: there is never a misspelled word. */
export function contextMenuParams(report: ContextMenuReport, frame: WebFrame): object {
  const { isEditable, selectionText } = report;
  const hasText = selectionText !== '';
  return guardObject('context-menu params', {
    ...report,
    frame,
    pageURL: frame.url,
    frameURL: frame.url,
    linkURL: toApp(report.linkURL),
    srcURL: toApp(report.srcURL),
    hasImageContents: report.mediaType === 'image',
    misspelledWord: '',
    dictionarySuggestions: [],
    spellcheckEnabled: isEditable,
    menuSourceType: 'mouse',
    editFlags: {
      canUndo: isEditable,
      canRedo: isEditable,
      canCut: isEditable && hasText,
      canCopy: hasText,
      canPaste: isEditable,
      canDelete: isEditable && hasText,
      canSelectAll: true,
      canEditRichly: false,
    },
  });
}
