namespace Graft.Faces;

/// <summary>Gives each row at most one column, and each column at most one row, at the smallest cost in all (Kuhn 1955; Jonker and Volgenant 1987).</summary>
internal static class Assignment
{
    /// <summary>Solves it.</summary>
    /// <param name="cost">Rows x columns; what is not below 0 is worse than no column at all.</param>
    /// <returns>The column of each row, or -1.</returns>
    public static int[] Solve(double[,] cost)
    {
        var (rows, columns) = (cost.GetLength(0), cost.GetLength(1));
        // A column of cost 0 for each row stands for none.
        var width = columns + rows;
        double Cost(int row, int column) => column < columns ? Math.Min(cost[row, column], 1e6) : column == columns + row ? 0 : 1e9;
        var (rowPrice, columnPrice) = (new double[rows + 1], new double[width + 1]);
        var rowOf = new int[width + 1];
        var from = new int[width + 1];
        for (var row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var at = 0;
            var (best, isDone) = (new double[width + 1], new bool[width + 1]);
            best.AsSpan().Fill(double.PositiveInfinity);
            do
            {
                isDone[at] = true;
                var (own, step, next) = (rowOf[at], double.PositiveInfinity, 0);
                for (var column = 1; column <= width; column++)
                {
                    if (isDone[column]) continue;
                    var reduced = Cost(own - 1, column - 1) - rowPrice[own] - columnPrice[column];
                    if (reduced < best[column]) (best[column], from[column]) = (reduced, at);
                    if (best[column] < step) (step, next) = (best[column], column);
                }
                for (var column = 0; column <= width; column++)
                {
                    if (isDone[column])
                    {
                        rowPrice[rowOf[column]] += step;
                        columnPrice[column] -= step;
                    }
                    else best[column] -= step;
                }
                at = next;
            }
            while (rowOf[at] != 0);
            for (; at != 0; at = from[at]) rowOf[at] = rowOf[from[at]];
        }
        var answer = new int[rows];
        answer.AsSpan().Fill(-1);
        for (var column = 1; column <= columns; column++)
            if (rowOf[column] > 0 && cost[rowOf[column] - 1, column - 1] < 0) answer[rowOf[column] - 1] = column - 1;
        return answer;
    }
}
