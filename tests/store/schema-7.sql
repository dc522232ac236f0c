BEGIN TRANSACTION;
CREATE TABLE answers (
  id TEXT PRIMARY KEY, ts TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, project TEXT NOT NULL,
  call TEXT NOT NULL, answer TEXT NOT NULL, "by" TEXT NOT NULL, body TEXT NOT NULL 
) WITHOUT ROWID;
INSERT INTO "answers" VALUES('w-1','2026-03-04T05:06:07.008Z','claude','s','/p/.git','t1','allow','user','{"kind":"answer","ts":"2026-03-04T05:06:07.008Z","id":"w-1","agent":"claude","session":"s","project":"/p/.git","call":"t1","answer":"allow","by":"user"}');
CREATE TABLE calls (
  number INTEGER PRIMARY KEY, agent TEXT NOT NULL,
  call TEXT NOT NULL,         -- the agent's id of it, '' where it names none
  ts TEXT NOT NULL, session INTEGER NOT NULL REFERENCES sessions (number), project TEXT NOT NULL,
  tool TEXT NOT NULL, subject INTEGER NOT NULL REFERENCES subjects (id), mode TEXT NOT NULL,
  subagent TEXT NOT NULL,
  decision TEXT NOT NULL,     -- id of the recorded decision, '' where our hook did not see the call
  verdict TEXT NOT NULL,      -- allow | ask | deny | silent, '' likewise
  tier TEXT NOT NULL,
  rule TEXT NOT NULL,         -- id
  layer TEXT NOT NULL,
  effects TEXT NOT NULL,      -- joined by spaces
  coverage TEXT NOT NULL,
  latency INTEGER,            -- of our answer, in tenths of a millisecond
  decider TEXT NOT NULL,      -- in the end: assent | rule | mode | classifier | user | hook | host, '' unknown
  known TEXT NOT NULL,        -- how that is known: recorded | inferred | estimated, ''
  asked INTEGER,              -- 1 a person was asked, 0 not, NULL unknown
  answer TEXT NOT NULL,       -- yes | no, ''
  waited INTEGER,             -- ms from prompt to answer, NULL unknown
  "end" TEXT NOT NULL,        -- ran | failed | stopped | refused | not run | ?
  source TEXT NOT NULL,       -- what tells the end: log | hook, ''
  length INTEGER,             -- of the result in characters, NULL unknown
  prompted TEXT NOT NULL      -- when a permission prompt was seen, '' not
);
CREATE TABLE changed (ts TEXT, agent TEXT, project TEXT, tool TEXT, verdict TEXT, tier TEXT, decider TEXT, known TEXT, answer TEXT, "end" TEXT, rule TEXT, hour TEXT, day TEXT, asked INTEGER, tenths INTEGER, tenths_of_a_second INTEGER, shape TEXT);
CREATE TABLE day_totals (
  day TEXT, agent TEXT, project TEXT, tool TEXT, verdict TEXT, tier TEXT, decider TEXT, known TEXT, asked INTEGER, answer TEXT, "end" TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (day, verdict, asked, known, tool, decider, tier, answer, "end", agent, project)
) WITHOUT ROWID;
CREATE TABLE decisions (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ts TEXT NOT NULL, day TEXT NOT NULL, agent TEXT NOT NULL,
  session TEXT NOT NULL, project TEXT NOT NULL, tool TEXT NOT NULL, verdict TEXT NOT NULL, tier TEXT NOT NULL,
  rule TEXT NOT NULL, body TEXT NOT NULL  
);
INSERT INTO "decisions" VALUES(1,'d-1','2026-03-04T05:06:07.008Z','2026-03-04','claude','s','/p/.git','Bash','allow','allow','aaaa00000001','{"kind":"decision","ts":"2026-03-04T05:06:07.008Z","id":"d-1","verdict":"allow","tier":"allow","rule":"aaaa00000001","session":"s","agent":"claude","tool":"Bash","project":"/p/.git","input":{"command":"git status"}}');
CREATE TABLE events (
  id INTEGER PRIMARY KEY, agent TEXT NOT NULL, call TEXT NOT NULL, ts TEXT NOT NULL, day TEXT NOT NULL,
  session TEXT NOT NULL, project TEXT NOT NULL, cwd TEXT NOT NULL, tool TEXT NOT NULL,
  input TEXT NOT NULL,                    
  reading INTEGER REFERENCES readings (id),
  label TEXT NOT NULL, rank INTEGER NOT NULL, 
  "by" TEXT NOT NULL, "grant" TEXT NOT NULL, reason TEXT NOT NULL, outcome TEXT NOT NULL, mode TEXT NOT NULL,
  version TEXT NOT NULL, entrypoint TEXT NOT NULL, subagent TEXT NOT NULL, source TEXT NOT NULL,
  comment INTEGER NOT NULL,
  UNIQUE (agent, call)
);
INSERT INTO "events" VALUES(1,'claude','t1','2026-03-04T05:06:07.008Z','2026-03-04','s','/p/.git','/p','Bash','{"command":"git status"}',1,'approved',3,'user','once','','ok','','','','','transcript',0);
CREATE TABLE files (
  path TEXT PRIMARY KEY, dev INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL, offset INTEGER NOT NULL, head TEXT NOT NULL, block TEXT NOT NULL, carry TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "files" VALUES('/log.jsonl',1,2,100,3,50,'head','block','{}');
CREATE TABLE heads (
  day TEXT PRIMARY KEY, bytes INTEGER NOT NULL, digest TEXT NOT NULL, 
  chain TEXT NOT NULL DEFAULT ''          
) WITHOUT ROWID;
INSERT INTO "heads" VALUES('2026-01-02',10,'d1','');
CREATE TABLE hook_events (
  id TEXT PRIMARY KEY, ts TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, call TEXT NOT NULL,
  event TEXT NOT NULL, subagent TEXT NOT NULL, tool TEXT NOT NULL, subject TEXT NOT NULL,
  interrupted INTEGER NOT NULL
, took INTEGER, length INTEGER) WITHOUT ROWID;
CREATE TABLE latencies (
  day TEXT, agent TEXT, project TEXT, tenths INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY (day, tenths, agent, project)
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('calls','due');
INSERT INTO "meta" VALUES('store','0123456789abcdef0123456789abcdef');
CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL);
INSERT INTO "migrations" VALUES(1,'first schema','2026-03-04T05:06:07.008Z');
INSERT INTO "migrations" VALUES(2,'an id of its own, heads of the record','2026-01-01T00:00:00.000Z');
INSERT INTO "migrations" VALUES(3,'what became of each call, why rules changed','2026-11-21T21:19:28.111Z');
INSERT INTO "migrations" VALUES(4,'calls with their counts','2026-11-22T07:49:16.625Z');
INSERT INTO "migrations" VALUES(5,'decisions found by the short form of their ids','2026-11-22T07:49:16.625Z');
INSERT INTO "migrations" VALUES(6,'many calls counted together, answers found without reading every call','2026-11-22T08:22:21.927Z');
INSERT INTO "migrations" VALUES(7,'counts of months and years, new calls counted later','2026-11-22T10:08:24.821Z');
CREATE TABLE month_latencies (
  month TEXT, agent TEXT, project TEXT, tenths INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY (month, tenths, agent, project)
) WITHOUT ROWID;
CREATE TABLE month_totals (
  month TEXT, agent TEXT, project TEXT, tool TEXT, verdict TEXT, tier TEXT, decider TEXT, known TEXT, asked INTEGER, answer TEXT, "end" TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (month, verdict, asked, known, tool, decider, tier, answer, "end", agent, project)
) WITHOUT ROWID;
CREATE TABLE month_waits (
  month TEXT, agent TEXT, project TEXT, tenths_of_a_second INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY (month, tenths_of_a_second, agent, project)
) WITHOUT ROWID;
CREATE TABLE overrides (id TEXT PRIMARY KEY, enabled INTEGER NOT NULL, changed TEXT NOT NULL);
INSERT INTO "overrides" VALUES('dddd00000001',0,'2026-03-04T05:06:07.008Z');
CREATE TABLE projects (key TEXT PRIMARY KEY, root TEXT NOT NULL, method TEXT NOT NULL, first_seen TEXT NOT NULL);
INSERT INTO "projects" VALUES('/p/.git','/p','git','2026-03-04T05:06:07.008Z');
CREATE TABLE readings (
  id INTEGER PRIMARY KEY, hash TEXT NOT NULL, version TEXT NOT NULL, 
  parts TEXT NOT NULL,                    
  UNIQUE (hash, version)
);
INSERT INTO "readings" VALUES(1,'hash-1','tables-1','[]');
CREATE TABLE rule_days (
  day TEXT, agent TEXT, project TEXT, rule TEXT, verdict TEXT, n INTEGER NOT NULL, last TEXT NOT NULL,
  PRIMARY KEY (day, rule, verdict, agent, project)
) WITHOUT ROWID;
CREATE TABLE rule_history (
  number INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL UNIQUE, 
  rule TEXT NOT NULL, action TEXT NOT NULL, ts TEXT NOT NULL, "by" TEXT NOT NULL,
  before TEXT, after TEXT,                
  undone INTEGER NOT NULL DEFAULT 0       
, why TEXT NOT NULL DEFAULT '');
INSERT INTO "rule_history" VALUES(1,'entry-1','aaaa00000001','add','2026-03-04T05:06:07.008Z','user','{"rule":null,"override":null}','{"rule":{"id":"aaaa00000001","verdict":"allow","body":{"allow":["Bash(aaaa00000001)"]},"name":"aaaa00000001","layer":"granted","source":"","enabled":true,"origin":"learned","level":1,"project":"","position":0,"created":"2026-03-04T05:06:07.008Z","suspended":""},"override":null}',0,'');
INSERT INTO "rule_history" VALUES(2,'entry-2','aaaa00000002','add','2026-03-04T05:06:07.008Z','user','{"rule":null,"override":null}','{"rule":{"id":"aaaa00000002","verdict":"allow","body":{"allow":["Bash(aaaa00000002)"]},"name":"aaaa00000002","layer":"granted","source":"","enabled":true,"origin":"learned","level":1,"project":"/p/.git","position":0,"created":"2026-03-04T05:06:07.008Z","suspended":""},"override":null}',0,'');
INSERT INTO "rule_history" VALUES(3,'entry-3','dddd00000001','disable','2026-03-04T05:06:07.008Z','user','{"rule":null,"override":null}','{"rule":null,"override":[0,"2026-03-04T05:06:07.008Z"]}',0,'');
CREATE TABLE rule_months (
  month TEXT, agent TEXT, project TEXT, rule TEXT, verdict TEXT, n INTEGER NOT NULL, last TEXT NOT NULL,
  PRIMARY KEY (month, rule, verdict, agent, project)
) WITHOUT ROWID;
CREATE TABLE rules (
  id TEXT NOT NULL, layer TEXT NOT NULL, source TEXT NOT NULL DEFAULT '',
  verdict TEXT NOT NULL CHECK (verdict IN ('allow', 'ask', 'deny')),
  name TEXT NOT NULL, body TEXT NOT NULL, 
  enabled INTEGER NOT NULL, origin TEXT NOT NULL, level INTEGER,
  project TEXT NOT NULL DEFAULT '',       
  position INTEGER NOT NULL DEFAULT 0, created TEXT NOT NULL,
  suspended TEXT NOT NULL DEFAULT '',     
  PRIMARY KEY (layer, source, id)
) WITHOUT ROWID;
INSERT INTO "rules" VALUES('aaaa00000001','granted','','allow','aaaa00000001','{"allow":["Bash(aaaa00000001)"]}',1,'learned',1,'',0,'2026-03-04T05:06:07.008Z','');
INSERT INTO "rules" VALUES('aaaa00000002','granted','','allow','aaaa00000002','{"allow":["Bash(aaaa00000002)"]}',1,'learned',1,'/p/.git',0,'2026-03-04T05:06:07.008Z','');
INSERT INTO "rules" VALUES('dddd00000001','user','/home/u/.config/assent/policy.toml','deny','dddd00000001','{"deny":["Bash(dddd00000001)"]}',1,'person',NULL,'',0,'2026-03-04T05:06:07.008Z','');
CREATE TABLE sessions (
  number INTEGER PRIMARY KEY, agent TEXT NOT NULL, session TEXT NOT NULL, project TEXT NOT NULL,
  began TEXT NOT NULL,        -- when it was said to begin, else its first call
  ended TEXT NOT NULL,        -- when it was said to end and nothing came after; '' while that is not known
  last TEXT NOT NULL,         -- the last that was seen of it
  mode TEXT NOT NULL,         -- of its last call
  version TEXT NOT NULL,      -- of the agent, '' where not known
  UNIQUE (agent, session)
);
CREATE TABLE sources (
  path TEXT PRIMARY KEY, layer TEXT NOT NULL, project TEXT NOT NULL, hash TEXT NOT NULL,
  text TEXT NOT NULL,                    
  problems TEXT NOT NULL DEFAULT '[]',   
  loaded TEXT NOT NULL
);
INSERT INTO "sources" VALUES('/home/u/.config/assent/policy.toml','user','','h','[[rule]]
deny = ["x"]
','[]','2026-03-04T05:06:07.008Z');
CREATE TABLE subject_days (
  day TEXT, agent TEXT, project TEXT, tool TEXT, shape TEXT, verdict TEXT, asked INTEGER, answer TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (day, tool, shape, verdict, asked, answer, agent, project)
) WITHOUT ROWID;
CREATE TABLE subject_months (
  month TEXT, agent TEXT, project TEXT, tool TEXT, shape TEXT, verdict TEXT, asked INTEGER, answer TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (month, tool, shape, verdict, asked, answer, agent, project)
) WITHOUT ROWID;
CREATE TABLE subject_years (
  year TEXT, agent TEXT, project TEXT, tool TEXT, shape TEXT, verdict TEXT, asked INTEGER, answer TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (year, tool, shape, verdict, asked, answer, agent, project)
) WITHOUT ROWID;
CREATE TABLE subjects (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,         -- the command, path or address, else the tool and what it is given; redacted
  kind TEXT NOT NULL,         -- command | path | url | other
  shape TEXT NOT NULL,        -- for grouping: `git status`, `src/app/`, `docs.python.org`, the name of a tool
  UNIQUE (text, kind, shape)
);
CREATE TABLE suggestions (
  id TEXT PRIMARY KEY, body TEXT NOT NULL, first_shown TEXT NOT NULL, last_shown TEXT NOT NULL,
  times INTEGER NOT NULL, answer TEXT NOT NULL DEFAULT ''
) WITHOUT ROWID;
CREATE TABLE suppressions (
  key TEXT PRIMARY KEY, until TEXT NOT NULL, count INTEGER NOT NULL, evidence REAL NOT NULL, changed TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "suppressions" VALUES('git *','2026-04-03',1,4.5,'2026-03-04T05:06:07.008Z');
CREATE TABLE tickets (
  id TEXT PRIMARY KEY, ts TEXT NOT NULL, expires TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL,
  project TEXT NOT NULL, call_hash TEXT NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE totals (
  hour TEXT, agent TEXT, project TEXT, tool TEXT, verdict TEXT, tier TEXT, decider TEXT, known TEXT,
  asked INTEGER,              -- -1 unknown
  answer TEXT, "end" TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (hour, agent, project, tool, verdict, tier, decider, known, asked, answer, "end")
) WITHOUT ROWID;
CREATE TABLE trust (
  path TEXT NOT NULL, hash TEXT NOT NULL, 
  verdict TEXT NOT NULL CHECK (verdict IN ('trusted', 'refused')), changed TEXT NOT NULL,
  PRIMARY KEY (path, hash)
) WITHOUT ROWID;
INSERT INTO "trust" VALUES('/p/.assent/policy.toml','h1','trusted','2026-03-04T05:06:07.008Z');
INSERT INTO "trust" VALUES('/q/.assent/policy.toml','','refused','2026-03-04T05:06:07.008Z');
CREATE TABLE uncounted (number INTEGER PRIMARY KEY);
CREATE TABLE waits (
  day TEXT, agent TEXT, project TEXT, tenths_of_a_second INTEGER, n INTEGER NOT NULL,
  PRIMARY KEY (day, tenths_of_a_second, agent, project)
) WITHOUT ROWID;
CREATE INDEX rules_by_id ON rules (id);
CREATE INDEX rules_by_project ON rules (project) WHERE project != '';
CREATE INDEX rule_history_by_rule ON rule_history (rule, number);
CREATE INDEX events_by_day ON events (day);
CREATE INDEX decisions_by_ts ON decisions (ts);
CREATE INDEX decisions_by_rule ON decisions (rule, ts) WHERE rule != '';
CREATE INDEX decisions_by_session ON decisions (session, ts);
CREATE INDEX hook_events_by_call ON hook_events (call, agent) WHERE call != '';
CREATE UNIQUE INDEX calls_by_call ON calls (agent, call) WHERE call != '';
CREATE INDEX calls_by_decision ON calls (decision) WHERE call = '';
CREATE INDEX calls_by_ts ON calls (ts);
CREATE INDEX calls_by_session ON calls (session, ts);
CREATE INDEX calls_by_rule ON calls (rule, ts) WHERE rule != '';
CREATE INDEX calls_by_subject ON calls (subject, ts);
CREATE INDEX hook_marks ON hook_events (session, ts) WHERE call = '';
CREATE INDEX decisions_by_chance ON decisions (substr(id, -8));
CREATE INDEX calls_unruled ON calls (tool, subject, project, ts, decision, asked, answer)
  WHERE verdict IN ('silent', 'ask') AND coalesce(asked, 1) = 1 AND decision != '';
CREATE VIEW counted AS SELECT number, session, ts, agent, project, tool, verdict, tier, decider, known, answer, "end", rule, substr(calls.ts, 1, 13) AS hour, substr(calls.ts, 1, 10) AS day, coalesce(calls.asked, -1) AS asked, CASE WHEN calls.latency <= 1000 THEN (calls.latency + 4) / 5 * 5 WHEN calls.latency <= 10000 THEN (calls.latency + 9) / 10 * 10
    ELSE (calls.latency + 99) / 100 * 100 END AS tenths, calls.waited / 100 AS tenths_of_a_second, (SELECT shape FROM subjects WHERE id = calls.subject) AS shape FROM calls;
CREATE TRIGGER calls_new AFTER INSERT ON calls BEGIN
  INSERT OR IGNORE INTO uncounted VALUES (NEW.number);
END;
CREATE TRIGGER calls_changed AFTER UPDATE OF ts, agent, project, tool, verdict, tier, decider, known, answer, "end", rule, subject, asked, latency, waited ON calls
  WHEN NOT EXISTS (SELECT 1 FROM uncounted WHERE number = OLD.number) AND (OLD.ts IS NOT NEW.ts OR OLD.agent IS NOT NEW.agent OR OLD.project IS NOT NEW.project OR OLD.tool IS NOT NEW.tool OR OLD.verdict IS NOT NEW.verdict OR OLD.tier IS NOT NEW.tier OR OLD.decider IS NOT NEW.decider OR OLD.known IS NOT NEW.known OR OLD.answer IS NOT NEW.answer OR OLD."end" IS NOT NEW."end" OR OLD.rule IS NOT NEW.rule OR OLD.subject IS NOT NEW.subject OR OLD.asked IS NOT NEW.asked OR OLD.latency IS NOT NEW.latency OR OLD.waited IS NOT NEW.waited) BEGIN
  INSERT INTO changed SELECT OLD.ts, OLD.agent, OLD.project, OLD.tool, OLD.verdict, OLD.tier, OLD.decider, OLD.known, OLD.answer, OLD."end", OLD.rule, substr(OLD.ts, 1, 13), substr(OLD.ts, 1, 10), coalesce(OLD.asked, -1), CASE WHEN OLD.latency <= 1000 THEN (OLD.latency + 4) / 5 * 5 WHEN OLD.latency <= 10000 THEN (OLD.latency + 9) / 10 * 10
    ELSE (OLD.latency + 99) / 100 * 100 END, OLD.waited / 100, (SELECT shape FROM subjects WHERE id = OLD.subject);
  INSERT INTO uncounted VALUES (NEW.number);
END;
CREATE INDEX sessions_by_began ON sessions (began, number);
CREATE INDEX calls_notable ON calls
  (ts, tool, subject, rule, verdict, decider, effects, asked, answer, "end", agent, session)
  WHERE (verdict = 'deny' OR "end" = 'refused') OR coalesce(asked, verdict = 'ask')
    OR ((instr(' ' || effects || ' ', ' destroy ') OR instr(' ' || effects || ' ', ' net-send ') OR instr(' ' || effects || ' ', ' history ') OR instr(' ' || effects || ' ', ' privilege ') OR instr(' ' || effects || ' ', ' weaken ')) AND "end" IN ('ran', 'failed', 'stopped'));
CREATE INDEX decisions_judged ON decisions (ts) WHERE tier IN ('green', 'yellow', 'red');
CREATE INDEX sessions_by_last ON sessions (last, number);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('rule_history',3);
COMMIT;
PRAGMA user_version = 7;
