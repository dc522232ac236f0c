BEGIN TRANSACTION;
CREATE TABLE answers (
  id TEXT PRIMARY KEY, ts TEXT NOT NULL, agent TEXT NOT NULL, session TEXT NOT NULL, project TEXT NOT NULL,
  call TEXT NOT NULL, answer TEXT NOT NULL, "by" TEXT NOT NULL, body TEXT NOT NULL 
) WITHOUT ROWID;
INSERT INTO "answers" VALUES('w-1','2026-03-04T05:06:07.008Z','claude','s','/p/.git','t1','allow','user','{"kind":"answer","ts":"2026-03-04T05:06:07.008Z","id":"w-1","agent":"claude","session":"s","project":"/p/.git","call":"t1","answer":"allow","by":"user"}');
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
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "meta" VALUES('store','0123456789abcdef0123456789abcdef');
CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL);
INSERT INTO "migrations" VALUES(1,'first schema','2026-03-04T05:06:07.008Z');
INSERT INTO "migrations" VALUES(2,'an id of its own, heads of the record','2026-01-01T00:00:00.000Z');
INSERT INTO "migrations" VALUES(3,'what became of each call, why rules changed','2026-11-21T21:19:28.111Z');
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
CREATE TABLE rule_history (
  number INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL UNIQUE, 
  rule TEXT NOT NULL, action TEXT NOT NULL, ts TEXT NOT NULL, "by" TEXT NOT NULL,
  before TEXT, after TEXT,                
  undone INTEGER NOT NULL DEFAULT 0       
, why TEXT NOT NULL DEFAULT '');
INSERT INTO "rule_history" VALUES(1,'entry-1','aaaa00000001','add','2026-03-04T05:06:07.008Z','user','{"rule":null,"override":null}','{"rule":{"id":"aaaa00000001","verdict":"allow","body":{"allow":["Bash(aaaa00000001)"]},"name":"aaaa00000001","layer":"granted","source":"","enabled":true,"origin":"learned","level":1,"project":"","position":0,"created":"2026-03-04T05:06:07.008Z","suspended":""},"override":null}',0,'');
INSERT INTO "rule_history" VALUES(2,'entry-2','aaaa00000002','add','2026-03-04T05:06:07.008Z','user','{"rule":null,"override":null}','{"rule":{"id":"aaaa00000002","verdict":"allow","body":{"allow":["Bash(aaaa00000002)"]},"name":"aaaa00000002","layer":"granted","source":"","enabled":true,"origin":"learned","level":1,"project":"/p/.git","position":0,"created":"2026-03-04T05:06:07.008Z","suspended":""},"override":null}',0,'');
INSERT INTO "rule_history" VALUES(3,'entry-3','dddd00000001','disable','2026-03-04T05:06:07.008Z','user','{"rule":null,"override":null}','{"rule":null,"override":[0,"2026-03-04T05:06:07.008Z"]}',0,'');
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
CREATE TABLE sources (
  path TEXT PRIMARY KEY, layer TEXT NOT NULL, project TEXT NOT NULL, hash TEXT NOT NULL,
  text TEXT NOT NULL,                    
  problems TEXT NOT NULL DEFAULT '[]',   
  loaded TEXT NOT NULL
);
INSERT INTO "sources" VALUES('/home/u/.config/assent/policy.toml','user','','h','[[rule]]
deny = ["x"]
','[]','2026-03-04T05:06:07.008Z');
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
CREATE TABLE trust (
  path TEXT NOT NULL, hash TEXT NOT NULL, 
  verdict TEXT NOT NULL CHECK (verdict IN ('trusted', 'refused')), changed TEXT NOT NULL,
  PRIMARY KEY (path, hash)
) WITHOUT ROWID;
INSERT INTO "trust" VALUES('/p/.assent/policy.toml','h1','trusted','2026-03-04T05:06:07.008Z');
INSERT INTO "trust" VALUES('/q/.assent/policy.toml','','refused','2026-03-04T05:06:07.008Z');
CREATE INDEX rules_by_id ON rules (id);
CREATE INDEX rules_by_project ON rules (project) WHERE project != '';
CREATE INDEX rule_history_by_rule ON rule_history (rule, number);
CREATE INDEX events_by_day ON events (day);
CREATE INDEX decisions_by_ts ON decisions (ts);
CREATE INDEX decisions_by_rule ON decisions (rule, ts) WHERE rule != '';
CREATE INDEX decisions_by_session ON decisions (session, ts);
CREATE INDEX hook_events_by_call ON hook_events (call, agent) WHERE call != '';
CREATE INDEX hook_events_by_session ON hook_events (session, ts);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('rule_history',3);
COMMIT;
PRAGMA user_version = 3;
