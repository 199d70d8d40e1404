using Microsoft.Data.Sqlite;

namespace Graft.Faces.Tests;

/// <summary>The file of a gallery as any program sees it.</summary>
internal static class RawDatabase
{
    public static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
