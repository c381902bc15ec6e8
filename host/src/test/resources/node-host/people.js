// What people do who came with a session, an admin and a member: the modules know of no cookies, so
// they speak through a door that keeps some, as a browser does.
import http from 'node:http';
import {
  assert, FAILED, inspect, METHODS, refused, ServiceInfo, services, sessions, shaped, unauthorized,
  User, users, UserSession, UserSettings,
} from './apis.js';

const CLIENTS = [inspect, services, sessions, users];
const PASSWORD = 'correct horse';

let jar = '';

function pass(req, res) {
  const { authorization, ...headers } = req.headers;
  const port = process.env.ATEK_HOST_PORT;
  const origin = `http://localhost:${port}`;
  Object.assign(headers, { host: `localhost:${port}`, origin, 'sec-fetch-site': 'same-origin', cookie: jar });
  req.pipe(http.request(origin + req.url, { method: req.method, headers }, (answer) => {
    const cookie = answer.headers['set-cookie']?.[0].replace(/;.*/, '');
    jar = cookie === undefined ? jar : cookie;
    res.writeHead(answer.statusCode, answer.headers);
    answer.pipe(res);
  }));
}

/** Makes all clients speak with cookies from here on. */
async function door() {
  jar = '';
  const server = http.createServer(pass);
  await new Promise((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  CLIENTS.forEach((client) => client.$setEndpoint({ port: server.address().port }));
  return server;
}

async function as(username, claim) {
  const server = await door();
  const session = shaped(UserSession, await sessions.login({ username, password: PASSWORD }));
  assert.deepEqual([session.isActive, session.username], [true, username]);
  await claim(session.userKey);
  assert.equal(await sessions.logout(), null);
  assert.deepEqual(await sessions.whoami(), { isActive: false });
  server.close();
}

export async function nobodyIsToldSoAndMayLogIn() {
  const server = await door();
  assert.deepEqual(shaped(UserSession, await sessions.whoami()), { isActive: false });
  for (const [client, method, ...params] of METHODS) {
    if (client !== sessions || method === 'logout') {
      await unauthorized(client, method, ...params);
    }
  }
  await refused(
    () => sessions.login({ username: 'ada', password: 'wrong horse' }),
    FAILED,
    'Username or password was incorrect',
  );
  assert.equal(jar, '');
  server.close();
}

export async function anAdminSeesAndChangesAll() {
  await as('ada', async (key) => {
    assert.equal(await inspect.isReady(), true);
    assert.equal('systemAuthTokens' in (await inspect.getConfig()), false);
    assert.equal(shaped(User, await users.get(key)).username, 'ada');
    assert.ok((await users.list()).users.some((user) => user.username === 'bob'));
    assert.ok((await services.list()).services.some((one) => one.settings.id === 'core.adb'));
    assert.equal(shaped(ServiceInfo, await services.get('node')).status, 'active');
    assert.equal(await services.restart('node'), null);
  });
}

export async function aMemberSeesHimselfAndHisOwn() {
  await as('bob', async (key) => {
    assert.equal(await inspect.isReady(), true);
    assert.equal(shaped(User, await users.get(key)).username, 'bob');
    shaped(UserSettings, await users.getSettings(key));
    await users.updateSettings(key, {});
    const { services: seen } = await services.list();
    seen.forEach((one) => shaped(ServiceInfo, one));
    assert.ok(seen.every((one) => one.settings.owningUserKey === 'system' && one.settings.id !== 'core.adb'));
  });
}

export async function aMemberIsRefusedWhatIsNotHis() {
  await as('bob', async () => {
    const own = ['isReady', 'list', 'install', 'whoami', 'login', 'logout'];
    for (const [client, method, ...params] of METHODS) {
      if (!own.includes(method)) {
        await refused(() => client[method](...params), FAILED, 'Not authorized');
      }
    }
    await refused(() => users.list(), FAILED, 'Not authorized');
    await refused(
      () => services.install({ sourceUrl: 'https://example.com/x.git', user: 'ada' }),
      FAILED,
      'Not authorized',
    );
  });
}
