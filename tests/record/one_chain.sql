BEGIN TRANSACTION;
CREATE TABLE note (
        seq     INTEGER PRIMARY KEY,
        written TEXT NOT NULL,
        what    TEXT NOT NULL,
        chain   TEXT NOT NULL,
        place   INTEGER
    ) STRICT
    ;
INSERT INTO "note" VALUES(1,'2025-10-06T06:30:24+07:00','lệnh dừng phát: đám tang; bà Tư','d4513cb9c4faac76697ac859ccdec38f42ef226d2f9fdb75c6b959b31bc075cc',5);
INSERT INTO "note" VALUES(2,'2025-10-06T06:31:20+07:00','cho phát trở lại','97d18a1041fae59b720647bd98a8f218418594e0106c2cb306140fc35c71158e',6);
CREATE TABLE row (
        seq     INTEGER PRIMARY KEY,
        written TEXT NOT NULL,
        kind    TEXT NOT NULL CHECK (kind IN ('start', 'end', 'pass')),
        cue     TEXT NOT NULL,
        day     TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        outcome TEXT,
        body    TEXT NOT NULL,
        chain   TEXT NOT NULL,
        place   INTEGER
    ) STRICT
    ;
INSERT INTO "row" VALUES(1,'2025-10-06T06:30:00+07:00','start','2025-10-06/sang/truoc/01-mot','2025-10-06',1,NULL,'{"engine":"espeak","note":"không kết nối được máy đọc qua mạng","of_frames":480000,"planned":"2025-10-06T06:30:00+07:00","rate_hz":48000,"script":"truoc/01-mot"}','0e08a34bd11e36cc76230af648537c8646fe570cad511bea3726624fb4db93b7',1);
INSERT INTO "row" VALUES(2,'2025-10-06T06:30:10+07:00','end','2025-10-06/sang/truoc/01-mot','2025-10-06',1,'aired','{"ended":"2025-10-06T06:30:10+07:00","frames":480000,"note":"","started":"2025-10-06T06:30:00+07:00"}','b3a631d1a57efba52980e2809a08fa2696ef6e0ebc1db77ca645b719ef96fbb1',2);
INSERT INTO "row" VALUES(3,'2025-10-06T06:30:20+07:00','start','2025-10-06/sang/truoc/02-hai','2025-10-06',1,NULL,'{"engine":"espeak","note":"phát ngay theo lệnh người trực; không kết nối được máy đọc qua mạng","of_frames":480000,"planned":"2025-10-06T06:30:20+07:00","rate_hz":48000,"script":"truoc/02-hai"}','d0f146f1152fc6558b48dc27b06a33f450d3bc36ed8ee4b1f6f0ba6758ce4201',3);
INSERT INTO "row" VALUES(4,'2025-10-06T06:30:24+07:00','end','2025-10-06/sang/truoc/02-hai','2025-10-06',1,'cut','{"ended":"2025-10-06T06:30:24+07:00","frames":192000,"note":"đang có lệnh dừng phát: đám tang; bà Tư","started":"2025-10-06T06:30:20+07:00"}','75f8a26f7c622d0a0c6460117f50512459832419342a853025b927c4f01a26ce',4);
INSERT INTO "row" VALUES(5,'2025-10-06T08:30:00+07:00','start','2025-10-06/khan-cap.083000000/ban-tin/khan-cap','2025-10-06',1,NULL,'{"engine":"espeak","note":"bản tin khẩn cấp, người cho phát: An; phát ngoài quy định: vỡ đê (người cho phép: An)","of_frames":480000,"planned":"2025-10-06T08:30:00+07:00","rate_hz":48000,"script":"ban-tin/khan-cap"}','e995ca5585b04146b49b725f9685ce6bdb5e1c23a9ac6bb93c7afdd1ebc9e68b',7);
INSERT INTO "row" VALUES(6,'2025-10-06T08:30:10+07:00','end','2025-10-06/khan-cap.083000000/ban-tin/khan-cap','2025-10-06',1,'aired','{"ended":"2025-10-06T08:30:10+07:00","frames":480000,"note":"","started":"2025-10-06T08:30:00+07:00"}','067c89206417d516f73cdc84308a0053a0bde9df2a1f8334bd3174e797c9f819',8);
INSERT INTO "row" VALUES(7,'2025-10-06T17:30:00+07:00','pass','2025-10-06/chieu/truoc/03-ba','2025-10-06',0,'missed','{"note":"quá hạn phát bù 15 phút: lúc ấy máy tắt, hoặc chương trình không chạy","planned":"2025-10-06T17:00:00+07:00","script":"truoc/03-ba"}','d98d95051eeb97c6676b02ead6b565736da184ed565836c28dcc8c384b05b32a',9);
CREATE UNIQUE INDEX one_start_an_attempt ON row (cue, attempt) WHERE kind = 'start';
CREATE UNIQUE INDEX one_end_an_attempt ON row (cue, attempt) WHERE kind = 'end';
CREATE UNIQUE INDEX aired_once ON row (cue) WHERE outcome = 'aired';
CREATE TRIGGER notes_stay BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER notes_are_kept BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE INDEX by_day ON row (day);
CREATE TRIGGER rows_stay BEFORE UPDATE ON row BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER rows_are_kept BEFORE DELETE ON row BEGIN SELECT RAISE(ABORT, 'append-only'); END;
COMMIT;
PRAGMA user_version = 1;
