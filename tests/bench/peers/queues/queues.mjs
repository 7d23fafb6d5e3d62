// graphile-worker and pg-boss beside fenliu's desks, on the same server in the same run: README.md says how.
//   node queues.mjs CONNINFO JOBS AT_ONCE      prints "name value unit" lines
import { createRequire } from "node:module";

const library = createRequire(`${process.env.PEERS}/`);
const [connectionString, jobs, atOnce] = [process.argv[2], +process.argv[3], +process.argv[4]];
const { run, makeWorkerUtils, Logger } = library("graphile-worker");
const logger = new Logger(() => () => {}); // a line for each job would be measured, too
const PgBoss = library("pg-boss");

const say = (name, value, unit) => console.log(`${name} ${value >= 10 ? Math.round(value) : value.toFixed(3)} ${unit}`);
const seconds = async (work) => {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1e9;
};

/* graphile-worker: one runner with as many workers as there are mediators; localQueue fetches in batches. */
async function graphile(name, preset) {
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  for (let i = 0; i < jobs; i += 1000)
    await utils.addJobs(Array.from({ length: Math.min(1000, jobs - i) }, (_, k) => ({ identifier: "take", payload: { n: i + k } })));
  await utils.release();
  let done = 0, finished;
  const all = new Promise((resolve) => (finished = resolve));
  const took = await seconds(async () => {
    const runner = await run({
      connectionString, logger, concurrency: atOnce, noHandleSignals: true, pollInterval: 100, ...preset,
      taskList: { take: async () => { if (++done === jobs) finished(); } },
    });
    await all;
    await runner.stop();
  });
  say(name, jobs / took, "jobs/s");
}

/* pg-boss: fetch and complete in loops, as many at once as there are mediators. */
async function boss(name, batchSize) {
  const pg = new PgBoss({ connectionString, max: atOnce, supervise: false, schedule: false });
  await pg.start();
  const queue = `take-${batchSize}`;
  await pg.createQueue(queue);
  for (let i = 0; i < jobs; i += 1000)
    await pg.insert(Array.from({ length: Math.min(1000, jobs - i) }, (_, k) => ({ name: queue, data: { n: i + k } })));
  let done = 0;
  const took = await seconds(() => Promise.all(Array.from({ length: atOnce }, async () => {
    for (let got; (got = await pg.fetch(queue, { batchSize })) && got.length; done += got.length)
      await pg.complete(queue, got.map((job) => job.id));
  })));
  if (done !== jobs) throw new Error(`${name}: ${done} of ${jobs} jobs were done`);
  say(name, jobs / took, "jobs/s");
  await pg.stop({ graceful: false });
}

await graphile("peer_graphile_worker", {});
await graphile("peer_graphile_worker_local_queue", { preset: { worker: { localQueue: { size: 100 } } } });
await boss("peer_pg_boss_single", 1);
await boss("peer_pg_boss_batches_of_100", 100);
process.exit(0);
