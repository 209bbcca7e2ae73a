import ballerina/io;

const ACCOUNTS = 64;

type Account record {|
    int id;
    decimal balance;
    decimal rate;
    decimal fees;
|};

type Item record {|
    decimal price;
    int quantity;
    decimal discount;
|};

int seed = 42;

function next(int bound) returns int {
    seed = seed * 16807 % 2147483647;
    return seed % bound;
}

// An amount of money from its cents.
function money(int cents) returns decimal {
    return <decimal>cents / 100;
}

function cents(decimal amount) returns decimal {
    return amount.round(2);
}

function open() returns Account[] {
    Account[] accounts = [];
    foreach int id in 0 ..< ACCOUNTS {
        accounts.push({id, balance: money(100000 + next(900000)), rate: 0.0125d + <decimal>next(300) / 10000, fees: 0});
    }
    return accounts;
}

function item() returns Item {
    return {price: money(99 + next(20000)), quantity: 1 + next(9), discount: <decimal>next(25) / 100};
}

// What an invoice of three items comes to, tax included.
function invoice(decimal taxRate) returns decimal {
    decimal net = 0;
    foreach int _ in 0 ..< 3 {
        Item {price, quantity, discount} = item();
        net += cents(price * <decimal>quantity * (1 - discount));
    }
    return net + cents(net * taxRate);
}

function accrue(Account account, int days) returns decimal {
    decimal interest = cents(account.balance * account.rate * <decimal>days / 365);
    account.balance += interest;
    return interest;
}

function transfer(Account 'from, Account to, decimal amount) returns boolean {
    decimal fee = cents(amount * 0.0015 + 0.25);
    if 'from.balance < amount + fee {
        return false;
    }
    'from.balance -= amount + fee;
    'from.fees += fee;
    to.balance += amount;
    return true;
}

// The yearly growth that takes 1 to `target` in `years`, by Newton's method.
function growth(decimal target, int years) returns decimal {
    decimal x = 1.05;
    foreach int _ in 0 ..< 6 {
        decimal power = 1;
        foreach int _ in 1 ..< years {
            power *= x;
        }
        x -= (power * x - target) / (<decimal>years * power);
    }
    return x;
}

public function main(int n) {
    Account[] accounts = open();
    decimal invoiced = 0;
    decimal interest = 0;
    decimal converted = 0;
    decimal rates = 0;
    int refused = 0;
    foreach int i in 0 ..< n {
        Account 'from = accounts[next(ACCOUNTS)];
        Account to = accounts[next(ACCOUNTS)];
        decimal amount = invoice(i % 3 == 0 ? 0.07 : 0.19);
        invoiced += amount;
        if !transfer('from, to, amount) {
            refused += 1;
            'from.balance += 5000;
        }
        interest += accrue(to, 1 + next(30));
        converted += amount / (1.0825d + <decimal>next(100) / 1000);
        if i % 16 == 0 {
            rates += growth(1 + <decimal>(1 + next(100)) / 100, 8);
        }
    }
    decimal total = 0;
    decimal fees = 0;
    foreach Account account in accounts {
        total += account.balance;
        fees += account.fees;
    }
    io:println(invoiced, " ", interest, " ", total, " ", fees, " ", refused);
    io:println(converted.round(10), " ", rates.round(20));
}
