import type { Page } from 'playwright-core';

/** What is wrong with a page for those who do not see it, or do not use a mouse. Empty where all is well. */
export function hindrancesOn(page: Page): Promise<string[]>;
/** Texts that are too pale for their ground (4.5 : 1; large ones 3 : 1). */
export function paleTextsOn(page: Page): Promise<string[]>;
/** How many pixels stand out at the right. */
export function overhangOf(page: Page): Promise<number>;
