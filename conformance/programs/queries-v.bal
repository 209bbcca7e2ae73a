import ballerina/io;

type Sale record {|
    readonly int id;
    string shop;
    int amount;
|};

public function main() {
    Sale[] sales = [
        {id: 1, shop: "b", amount: 30},
        {id: 2, shop: "a", amount: 10},
        {id: 3, shop: "b", amount: 20}
    ];
    int[] large = from Sale s in sales where s.amount > 15 order by s.amount select s.amount;
    io:println(large); // @output [20,30]
    var totals = from var {shop, amount} in sales
        group by shop
        select {shop, total: int:sum(...amount)};
    io:println(totals); // @output [{"shop":"b","total":50},{"shop":"a","total":10}]
    int all = from var {amount} in sales collect int:sum(amount);
    io:println(all); // @output 60
    table<Sale> key(id) t = table key(id) from Sale s in sales select s;
    io:println(t[2]?.shop, " ", t.length()); // @output a 3
    map<int> byId = map from Sale s in sales let string k = s.id.toString() select [k, s.amount];
    io:println(byId); // @output {"1":30,"2":10,"3":20}
    var joined = from Sale s in sales
        join var [k, label] in [["a", "Alpha"], ["b", "Beta"]] on s.shop equals k
        limit 2
        select label + s.id.toString();
    io:println(joined); // @output ["Beta1","Alpha2"]
    int sum = 0;
    from int i in 1 ... 4
    do {
        sum += i;
    };
    io:println(sum); // @output 10
}
