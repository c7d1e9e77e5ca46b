import type { Component } from 'vue';

/** One line of a menu: an action, a choice (`isChecked` given), a heading or a line between. */
export type MenuItem =
  | {
      readonly kind: 'action';
      readonly key: string;
      readonly label: string;
      readonly icon?: Component;
      readonly hint?: string;
      readonly tone?: 'danger';
      readonly isChecked?: boolean;
      run(): void;
    }
  | { readonly kind: 'label'; readonly key: string; readonly label: string }
  | { readonly kind: 'separator'; readonly key: string };
