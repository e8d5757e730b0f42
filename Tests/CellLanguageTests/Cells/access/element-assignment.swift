var xs = [1, 2, 3]
xs[0] += 10
xs[1] = 5
var grid = [[0, 0], [0, 0]]
grid[1][0] = 7
grid[0][1] -= 1
print(xs, grid) // expect: [11, 5, 3] [[0, -1], [7, 0]]
