// Tells of an assistant that is not ready yet, and of a connection that comes and goes.
const BETWEEN_LOOKS = 2000; // milliseconds

const isReady = () => fetch("/api/health", { cache: "no-store" }).then((reply) => reply.ok, () => false);

const wait = () => new Promise((done) => { setTimeout(done, BETWEEN_LOOKS); });

// Says so until the assistant is ready.
export const untilReady = async (state) => {
  if (await isReady()) return;
  state.tell("starting");
  do await wait(); while (!await isReady());
  if (state.name === "starting") state.tell("ready");
};

export const watchConnection = (state, onBack) => {
  window.addEventListener("offline", () => state.tell("offline"));
  window.addEventListener("online", () => {
    state.tell("online");
    onBack();
  });
  untilReady(state);
};
