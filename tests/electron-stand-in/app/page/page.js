// The proof's page: shows what it is told; the spec calls the rest.
window.proof.onNote((text) => {
  const item = document.createElement('li');
  item.textContent = text;
  document.getElementById('notes').append(item);
});
document.getElementById('away').addEventListener('click', () => {
  location.href = 'https://evil.example/';
});
window.workerPort = new Promise((resolve) => {
  addEventListener('message', ({ data, ports }) => data.port && resolve(ports[0]));
});
