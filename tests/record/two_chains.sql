BEGIN TRANSACTION;
CREATE TABLE note (
    seq     INTEGER PRIMARY KEY,
    written TEXT NOT NULL,
    what    TEXT NOT NULL,
    chain   TEXT NOT NULL
) STRICT;
INSERT INTO "note" VALUES(1,'2025-10-06T06:30:24+07:00','lệnh dừng phát: thử','a04315f791369da6e8895e4aea19c5ba1c8c5782c414136927a26920380b3128');
INSERT INTO "note" VALUES(2,'2025-10-06T06:31:00+07:00','cho phát trở lại','9bc458ab52bc9419672d053520ec82753700f3b5eb75533ed972e5e7cd908db7');
CREATE TABLE row (
    seq     INTEGER PRIMARY KEY,
    written TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('start', 'end', 'pass')),
    cue     TEXT NOT NULL,
    day     TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    outcome TEXT,
    body    TEXT NOT NULL,
    chain   TEXT NOT NULL
) STRICT;
INSERT INTO "row" VALUES(1,'2025-10-06T06:30:00+07:00','start','2025-10-06/sang/truoc/01-mot','2025-10-06',1,NULL,'{"engine":"e","note":"","of_frames":480000,"planned":"2025-10-06T06:30:00+07:00","rate_hz":48000,"script":"truoc/01-mot"}','963ee3cbda0a55cee962a1b6d8490f94e2b9ed67be6760011433c9cd886524e6');
INSERT INTO "row" VALUES(2,'2025-10-06T06:30:10+07:00','end','2025-10-06/sang/truoc/01-mot','2025-10-06',1,'aired','{"ended":"2025-10-06T06:30:10+07:00","frames":480000,"note":"","started":"2025-10-06T06:30:00+07:00"}','d39e6ac24bb8663bc4a0e852d6ee7240a25e3cd614161d49462663e94a994ab6');
INSERT INTO "row" VALUES(3,'2025-10-06T06:30:20+07:00','start','2025-10-06/sang/truoc/02-hai','2025-10-06',1,NULL,'{"engine":"e","note":"","of_frames":480000,"planned":"2025-10-06T06:30:20+07:00","rate_hz":48000,"script":"truoc/02-hai"}','7bc1028bd7b48ce8df22565255481d43355fc873562e9ef0ff7543d598fc40fb');
INSERT INTO "row" VALUES(4,'2025-10-06T06:30:24+07:00','end','2025-10-06/sang/truoc/02-hai','2025-10-06',1,'cut','{"ended":"2025-10-06T06:30:24+07:00","frames":192000,"note":"lệnh dừng phát: thử","started":"2025-10-06T06:30:20+07:00"}','d3922b56fecff92337d8702bb2785c9692a52e20b9f6b3a39ad485f835cc816d');
INSERT INTO "row" VALUES(5,'2025-10-06T17:30:00+07:00','pass','2025-10-06/chieu/truoc/03-ba','2025-10-06',0,'missed','{"note":"mất điện","planned":"2025-10-06T06:30:00+07:00","script":"truoc/03-ba"}','854dc6ecedbb5747fd9200ba80975e3bfb002b5a8b7ccd26a98f79a32fb22119');
CREATE UNIQUE INDEX one_start_an_attempt ON row (cue, attempt) WHERE kind = 'start';
CREATE UNIQUE INDEX one_end_an_attempt ON row (cue, attempt) WHERE kind = 'end';
CREATE UNIQUE INDEX aired_once ON row (cue) WHERE outcome = 'aired';
CREATE TRIGGER notes_stay BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER notes_are_kept BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE INDEX by_day ON row (day);
CREATE TRIGGER rows_stay BEFORE UPDATE ON row BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER rows_are_kept BEFORE DELETE ON row BEGIN SELECT RAISE(ABORT, 'append-only'); END;
COMMIT;
