// The window's two doors to the outside: the local service and the shell around the window. Whoever starts the
// app provides both clients once; stores and components take them from here and never from a module variable.
import type { ContractRouterClient } from '@orpc/contract';
import { inject, type App, type InjectionKey } from 'vue';
import type { ServiceContract } from '#shared/bridge/service-contract.ts';
import type { ShellContract } from '#shared/bridge/shell-contract.ts';

export type ServiceClient = ContractRouterClient<ServiceContract>;
export type ShellClient = ContractRouterClient<ShellContract>;

export interface Clients {
  readonly service: ServiceClient;
  readonly shell: ShellClient;
}

const CLIENTS: InjectionKey<Clients> = Symbol('clients');

/** Gives every store and component of `app` its clients. Once, before the first store is made. */
export function provideClients(app: App, clients: Clients): void {
  app.provide(CLIENTS, clients);
}

function useClients(): Clients {
  const clients = inject(CLIENTS);
  if (!clients) throw new Error('provideClients was not called on this app before a client was asked for.');
  return clients;
}

/** The local service: queries, commands and the feed. In a setup function or a store. */
export function useService(): ServiceClient {
  return useClients().service;
}

/** The shell: preferences, title, external links. In a setup function or a store. */
export function useShell(): ShellClient {
  return useClients().shell;
}
