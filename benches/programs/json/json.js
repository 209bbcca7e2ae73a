function document(i) {
  return {
    active: i % 3 === 0,
    id: i,
    name: "user " + (i % 1000),
    owner: { group: null, rank: i % 7 },
    tags: ["red", "green\n", "blue", i * 3],
  };
}

const n = Number(process.argv[2]);
let ids = 0;
let ranks = 0;
let letters = 0;
for (let i = 0; i < n; i++) {
  const text = JSON.stringify(document(i));
  const doc = JSON.parse(text);
  ids += doc.active ? doc.id : 1;
  ranks += doc.owner.rank + doc.tags.length;
  letters += doc.name.length;
}
console.log(ids + " " + ranks + " " + letters);
