import ballerina/io;

const PI = 3.141592653589793;
const SOLAR_MASS = 4.0 * PI * PI;
const DAYS = 365.24;

type Body record {|
    float x;
    float y;
    float z;
    float vx;
    float vy;
    float vz;
    float mass;
|};

function planets() returns Body[] {
    Body sun = {x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0, mass: SOLAR_MASS};
    Body jupiter = {
        x: 4.84143144246472090,
        y: -1.16032004402742839,
        z: -0.103622044471123109,
        vx: 0.00166007664274403694 * DAYS,
        vy: 0.00769901118419740425 * DAYS,
        vz: -0.0000690460016972063023 * DAYS,
        mass: 0.000954791938424326609 * SOLAR_MASS
    };
    Body saturn = {
        x: 8.34336671824457987,
        y: 4.12479856412430479,
        z: -0.403523417114321381,
        vx: -0.00276742510726411494 * DAYS,
        vy: 0.00499852801234917238 * DAYS,
        vz: 0.0000230417297573763929 * DAYS,
        mass: 0.000285885980666130812 * SOLAR_MASS
    };
    Body uranus = {
        x: 12.8943695621391310,
        y: -15.1111514016986312,
        z: -0.223307578892655734,
        vx: 0.00296460137564761618 * DAYS,
        vy: 0.00237847173959480950 * DAYS,
        vz: -0.0000296589568540237556 * DAYS,
        mass: 0.0000436624404335156298 * SOLAR_MASS
    };
    Body neptune = {
        x: 15.3796971148509165,
        y: -25.9193146099879641,
        z: 0.179258772950371181,
        vx: 0.00268067772490389322 * DAYS,
        vy: 0.00162824170038242295 * DAYS,
        vz: -0.0000951592254519715870 * DAYS,
        mass: 0.0000515138902046611451 * SOLAR_MASS
    };
    return [sun, jupiter, saturn, uranus, neptune];
}

function offsetMomentum(Body[] bodies) {
    float px = 0;
    float py = 0;
    float pz = 0;
    foreach Body b in bodies {
        px += b.vx * b.mass;
        py += b.vy * b.mass;
        pz += b.vz * b.mass;
    }
    Body sun = bodies[0];
    sun.vx = -px / SOLAR_MASS;
    sun.vy = -py / SOLAR_MASS;
    sun.vz = -pz / SOLAR_MASS;
}

function energy(Body[] bodies) returns float {
    float e = 0;
    foreach int i in 0 ..< bodies.length() {
        Body b = bodies[i];
        e += 0.5 * b.mass * (b.vx * b.vx + b.vy * b.vy + b.vz * b.vz);
        foreach int j in i + 1 ..< bodies.length() {
            Body c = bodies[j];
            float dx = b.x - c.x;
            float dy = b.y - c.y;
            float dz = b.z - c.z;
            e -= b.mass * c.mass / (dx * dx + dy * dy + dz * dz).sqrt();
        }
    }
    return e;
}

function advance(Body[] bodies, float dt) {
    int count = bodies.length();
    foreach int i in 0 ..< count {
        Body b = bodies[i];
        foreach int j in i + 1 ..< count {
            Body c = bodies[j];
            float dx = b.x - c.x;
            float dy = b.y - c.y;
            float dz = b.z - c.z;
            float d2 = dx * dx + dy * dy + dz * dz;
            float mag = dt / (d2 * d2.sqrt());
            b.vx -= dx * c.mass * mag;
            b.vy -= dy * c.mass * mag;
            b.vz -= dz * c.mass * mag;
            c.vx += dx * b.mass * mag;
            c.vy += dy * b.mass * mag;
            c.vz += dz * b.mass * mag;
        }
    }
    foreach Body b in bodies {
        b.x += dt * b.vx;
        b.y += dt * b.vy;
        b.z += dt * b.vz;
    }
}

public function main(int n) {
    Body[] bodies = planets();
    offsetMomentum(bodies);
    io:println(energy(bodies).toFixedString(9));
    foreach int _ in 1 ... n {
        advance(bodies, 0.01);
    }
    io:println(energy(bodies).toFixedString(9));
}
