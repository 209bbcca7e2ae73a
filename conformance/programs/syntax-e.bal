public function main() {
    int x = 1 // @error
    int y = 2;
    int z = x + ; // @error
}
