// The other end of the port that the proof's page is given: answers each number with its double.
import { parentPort, type MessagePort } from 'node:worker_threads';

parentPort?.on('message', (port: MessagePort) => {
  port.on('message', (value: number) => port.postMessage(value * 2));
});
