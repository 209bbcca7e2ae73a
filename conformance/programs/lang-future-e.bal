// Futures come from `start` and workers, which are not there yet.
future<int>? running = ();

public function main() {
    future<int>? f = running;
    if f is future<int> {
        f.cancel(); // @error
    }
}
