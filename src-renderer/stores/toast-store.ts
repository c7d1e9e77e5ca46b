// Notices that come and go at the edge of the window. Quiet by default; a failure stays until it is dismissed.
import { defineStore } from 'pinia';
import { ref } from 'vue';

export interface Toast {
  readonly id: number;
  readonly tone: 'neutral' | 'success' | 'danger';
  readonly text: string;
  readonly action?: { readonly label: string; run(): void };
}

const MAX_TOASTS = 4;

export const useToastStore = defineStore('toasts', () => {
  const toasts = ref<Toast[]>([]);
  let lastId = 0;

  /** Shows a notice; the same text twice is one notice. At most four are on screen. */
  function show(toast: Omit<Toast, 'id'>): void {
    lastId += 1;
    const others = toasts.value.filter((shown) => shown.text !== toast.text);
    toasts.value = [...others, { ...toast, id: lastId }].slice(-MAX_TOASTS);
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  return { toasts, show, dismiss };
});
