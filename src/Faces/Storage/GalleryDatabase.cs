using System.Data.Common;
using System.Globalization;

namespace Graft.Faces;

/// <summary>
/// The database of a gallery: one connection, and the statements that every database takes alike. What differs between databases is abstract. Not thread-safe.
/// </summary>
/// <param name="path">The gallery as messages name it.</param>
internal abstract class GalleryDatabase(string path) : IDisposable
{
    /// <summary>The version of the tables that this program writes, in whichever database.</summary>
    public const int Version = 3;

    /// <summary>Another process writes for milliseconds; who waits longer waits for something stuck.</summary>
    public const int PatienceSeconds = 60;

    /// <summary>Where it is, without secrets.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it is still where it was opened, and answers, as far as is known: any thread may ask, and none waits.</summary>
    public abstract bool IsPresent { get; }

    /// <summary>Hears once why a database does not answer any more, and null when it does again; on any thread. What is so already is told at once.</summary>
    public virtual Action<string?>? PresenceChanged { set { } }

    /// <summary>Changes whenever another connection has committed.</summary>
    public abstract long DataVersion { get; }

    /// <summary>Changes whenever the connection was lost and made again: what was read before may be newer than what is there now.</summary>
    public virtual int Generation => 0;

    /// <summary>The index over descriptors in clear that was made with the gallery; null for none, where nothing is in clear and search is exact.</summary>
    public virtual NeighbourIndex? Index => null;

    /// <summary>An open connection.</summary>
    protected abstract DbConnection Connection { get; }

    /// <summary>Whether a transaction is under way.</summary>
    protected bool IsWithin { get; private set; }

    /// <summary>Runs work while nobody else can write; all of it or nothing of it is kept, for good before this returns.</summary>
    public T Write<T>(Func<T> work)
    {
        try
        {
            return Within(isWriting: true, transaction =>
            {
                var result = work();
                Commit(transaction);
                return result;
            });
        }
        catch (IOException failure)
        {
            throw new GraftException($"The gallery '{Path}' could not be changed: {failure.Message}", "Nothing was changed.", "", failure) { ExitCode = 1 };
        }
    }

    /// <summary>Reads several things as they were at one moment.</summary>
    public T Read<T>(Func<T> work) => Within(isWriting: false, _ => work());

    /// <summary>A number of the gallery's one row, for which nobody waits long.</summary>
    public virtual long Head(string column) => Number($"SELECT {column} FROM gallery");

    /// <summary>Runs one statement.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return Explained(command.ExecuteNonQuery);
    }

    /// <summary>The first number of the answer; -1 where there is none.</summary>
    public long Number(string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return Explained(command.ExecuteScalar) is { } value and not DBNull ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : -1;
    }

    /// <summary>The rows of the answer, made into something.</summary>
    public List<T> Rows<T>(string sql, Func<DbDataReader, T> make, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = Command(sql, parameters);
        return Explained(() =>
        {
            List<T> rows = [];
            using var reader = command.ExecuteReader();
            while (reader.Read()) rows.Add(make(reader));
            return rows;
        });
    }

    /// <summary>Reads samples in the order of their numbers.</summary>
    /// <param name="after">The number before the first.</param>
    /// <param name="withOwners">Whether each comes with the name and the slot of its person.</param>
    public abstract SampleCursor Samples(long after, bool withOwners);

    /// <summary>Tells other processes of a change; within its transaction.</summary>
    public virtual void Announce()
    {
    }

    /// <summary>Calls somebody, on a thread of its own, soon after another process has announced a change; null where that is not offered.</summary>
    public virtual IAsyncDisposable? Watch(Action changed) => null;

    /// <summary>Overwrites or gives back what removed rows left behind, as far as that can be done.</summary>
    /// <returns>What is still there, in words; null for nothing.</returns>
    public abstract string? Free();

    /// <summary>Makes tables of an earlier version those of this, whole or not at all.</summary>
    /// <param name="rename">Writes the names of people in the form of this version.</param>
    public abstract void Upgrade(Action rename);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Begins a transaction; one that writes has nobody beside it that does.</summary>
    protected abstract DbTransaction Begin(bool isWriting);

    /// <summary>Keeps it for good.</summary>
    protected virtual void Commit(DbTransaction transaction) => transaction.Commit();

    /// <summary>What went wrong, in words.</summary>
    protected abstract GraftException Explain(DbException failure);

    /// <summary>Runs work and says what goes wrong in words.</summary>
    protected internal T Explained<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DbException failure)
        {
            throw Explain(failure);
        }
    }

    private T Within<T>(bool isWriting, Func<DbTransaction, T> work) => Explained(() =>
    {
        using var transaction = Begin(isWriting);
        IsWithin = true;
        try
        {
            return work(transaction);
        }
        finally
        {
            IsWithin = false;
        }
    });

    /// <summary>A statement with its parameters, each as <c>@name</c>.</summary>
    protected DbCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        return command;
    }

    /// <summary>A newer version is not read.</summary>
    protected GraftException Newer(long version, int known = Version) => new($"The gallery '{Path}' is of version {version}.",
        $"This program reads version {known}.",
        "Use the program that made it, or a newer one.");
}

/// <summary>Samples, one after the other; bytes are there until the next one is read.</summary>
internal abstract class SampleCursor : IDisposable
{
    /// <summary>The statement that every database takes, with the parameter <c>@after</c>.</summary>
    public static string Statement(bool withOwners) => withOwners
        ? "SELECT s.id, s.person, s.name, s.vector, p.name, p.slot FROM sample s JOIN person p ON p.id = s.person WHERE s.id > @after ORDER BY s.id"
        : "SELECT id, person, name, vector FROM sample WHERE id > @after ORDER BY id";

    /// <summary>Its number.</summary>
    public abstract long Sample { get; }

    /// <summary>The number of its person.</summary>
    public abstract long Person { get; }

    /// <summary>Its random name.</summary>
    public abstract ReadOnlySpan<byte> Name { get; }

    /// <summary>The descriptor, encrypted.</summary>
    public abstract ReadOnlySpan<byte> Vector { get; }

    /// <summary>The random name of its person, where it was asked for.</summary>
    public abstract ReadOnlySpan<byte> Owner { get; }

    /// <summary>The slot of its person, where it was asked for.</summary>
    public abstract int Slot { get; }

    /// <summary>Goes to the next one; false behind the last.</summary>
    public abstract bool Read();

    /// <inheritdoc/>
    public abstract void Dispose();
}
