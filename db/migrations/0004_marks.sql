-- What people say about judged articles. Nothing is overwritten: the newest mark of an article counts, the older ones are
-- its history. A mark keeps the text, so that what it teaches outlives the raw page.
create table marks (
    id         bigint generated always as identity primary key,
    item_id    bigint not null references items,
    keep       boolean not null,                          -- whether it is a partnership story
    note       text,
    url        text not null,
    title      text,
    text       text not null,
    language   text,
    published  text,                                      -- ISO 8601, a day where no time is known
    marked_at  timestamptz not null
);
create index marks_of_item on marks (item_id, id);

-- The mark that counts of each article.
create view v_mark as
select distinct on (item_id) * from marks order by item_id, id desc;

-- What counts of each story: the newest mark of any of its articles.
create view story_marks as
select distinct on (a.story_id) a.story_id, m.keep, m.note, m.marked_at
  from articles a
  join marks m on m.item_id = a.item_id
 order by a.story_id, m.id desc;
