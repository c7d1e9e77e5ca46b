/** Everything with a life has an end: what subscribes, opens or starts gives one of these back. */
export interface Disposable {
  dispose(): void;
}

/** The same for what needs time to end (sockets, workers, files). Ending twice is harmless. */
export interface AsyncDisposable {
  dispose(): Promise<void>;
}
