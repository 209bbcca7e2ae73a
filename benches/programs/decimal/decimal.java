import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

class Main {
    static final int ACCOUNTS = 64;
    static final MathContext CONTEXT = MathContext.DECIMAL128;
    static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

    static final class Account {
        final int id;
        BigDecimal balance;
        final BigDecimal rate;
        BigDecimal fees = BigDecimal.ZERO;

        Account(int id, BigDecimal balance, BigDecimal rate) {
            this.id = id;
            this.balance = balance;
            this.rate = rate;
        }
    }

    record Item(BigDecimal price, int quantity, BigDecimal discount) {
    }

    static long seed = 42;

    static int next(int bound) {
        seed = seed * 16807 % 2147483647;
        return (int) (seed % bound);
    }

    static BigDecimal money(int cents) {
        return BigDecimal.valueOf(cents).divide(HUNDRED, CONTEXT);
    }

    static BigDecimal cents(BigDecimal amount) {
        return amount.setScale(2, RoundingMode.HALF_EVEN);
    }

    static Account[] open() {
        Account[] accounts = new Account[ACCOUNTS];
        for (int id = 0; id < ACCOUNTS; id++) {
            BigDecimal balance = money(100000 + next(900000));
            BigDecimal rate = new BigDecimal("0.0125")
                .add(BigDecimal.valueOf(next(300)).divide(BigDecimal.valueOf(10000), CONTEXT), CONTEXT);
            accounts[id] = new Account(id, balance, rate);
        }
        return accounts;
    }

    static Item item() {
        return new Item(money(99 + next(20000)), 1 + next(9), BigDecimal.valueOf(next(25)).divide(HUNDRED, CONTEXT));
    }

    static BigDecimal invoice(BigDecimal taxRate) {
        BigDecimal net = BigDecimal.ZERO;
        for (int i = 0; i < 3; i++) {
            Item item = item();
            BigDecimal gross = item.price.multiply(BigDecimal.valueOf(item.quantity), CONTEXT);
            net = net.add(cents(gross.multiply(BigDecimal.ONE.subtract(item.discount, CONTEXT), CONTEXT)), CONTEXT);
        }
        return net.add(cents(net.multiply(taxRate, CONTEXT)), CONTEXT);
    }

    static final BigDecimal YEAR = BigDecimal.valueOf(365);

    static BigDecimal accrue(Account account, int days) {
        BigDecimal interest = cents(account.balance.multiply(account.rate, CONTEXT)
            .multiply(BigDecimal.valueOf(days), CONTEXT).divide(YEAR, CONTEXT));
        account.balance = account.balance.add(interest, CONTEXT);
        return interest;
    }

    static final BigDecimal FEE = new BigDecimal("0.0015");
    static final BigDecimal LEAST_FEE = new BigDecimal("0.25");

    static boolean transfer(Account from, Account to, BigDecimal amount) {
        BigDecimal fee = cents(amount.multiply(FEE, CONTEXT).add(LEAST_FEE, CONTEXT));
        if (from.balance.compareTo(amount.add(fee, CONTEXT)) < 0) {
            return false;
        }
        from.balance = from.balance.subtract(amount.add(fee, CONTEXT), CONTEXT);
        from.fees = from.fees.add(fee, CONTEXT);
        to.balance = to.balance.add(amount, CONTEXT);
        return true;
    }

    static BigDecimal growth(BigDecimal target, int years) {
        BigDecimal x = new BigDecimal("1.05");
        for (int i = 0; i < 6; i++) {
            BigDecimal power = BigDecimal.ONE;
            for (int year = 1; year < years; year++) {
                power = power.multiply(x, CONTEXT);
            }
            BigDecimal slope = BigDecimal.valueOf(years).multiply(power, CONTEXT);
            x = x.subtract(power.multiply(x, CONTEXT).subtract(target, CONTEXT).divide(slope, CONTEXT), CONTEXT);
        }
        return x;
    }

    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        Account[] accounts = open();
        BigDecimal invoiced = BigDecimal.ZERO;
        BigDecimal interest = BigDecimal.ZERO;
        BigDecimal converted = BigDecimal.ZERO;
        BigDecimal rates = BigDecimal.ZERO;
        BigDecimal low = new BigDecimal("0.07");
        BigDecimal high = new BigDecimal("0.19");
        BigDecimal credit = BigDecimal.valueOf(5000);
        BigDecimal dollar = new BigDecimal("1.0825");
        int refused = 0;
        for (int i = 0; i < n; i++) {
            Account from = accounts[next(ACCOUNTS)];
            Account to = accounts[next(ACCOUNTS)];
            BigDecimal amount = invoice(i % 3 == 0 ? low : high);
            invoiced = invoiced.add(amount, CONTEXT);
            if (!transfer(from, to, amount)) {
                refused++;
                from.balance = from.balance.add(credit, CONTEXT);
            }
            interest = interest.add(accrue(to, 1 + next(30)), CONTEXT);
            BigDecimal rate = dollar.add(BigDecimal.valueOf(next(100)).divide(THOUSAND, CONTEXT), CONTEXT);
            converted = converted.add(amount.divide(rate, CONTEXT), CONTEXT);
            if (i % 16 == 0) {
                BigDecimal percent = BigDecimal.valueOf(1 + next(100)).divide(HUNDRED, CONTEXT);
                rates = rates.add(growth(BigDecimal.ONE.add(percent, CONTEXT), 8), CONTEXT);
            }
        }
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal fees = BigDecimal.ZERO;
        for (Account account : accounts) {
            total = total.add(account.balance, CONTEXT);
            fees = fees.add(account.fees, CONTEXT);
        }
        System.out.println(invoiced + " " + interest + " " + total + " " + fees + " " + refused);
        System.out.println(converted.setScale(10, RoundingMode.HALF_EVEN) + " "
            + rates.setScale(20, RoundingMode.HALF_EVEN));
    }
}
