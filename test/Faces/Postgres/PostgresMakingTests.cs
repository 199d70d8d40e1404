namespace Graft.Faces.Tests;

/// <summary>Making a gallery in a database, and opening what is none.</summary>
public sealed class PostgresMakingTests : PostgresTest
{
    [Fact]
    public void A_gallery_is_there_whole_or_not_at_all()
    {
        Assert.Contains("There is no gallery in 'postgresql://graft@127.0.0.1", Refusal(() => Place.Open("g")));
        var seen = "";
        Assert.False(FaceGallery.TryCreate(GalleryPlace.Of(Place["g"]), SyntheticPeople.Contract, fresh =>
        {
            fresh.EnrollAll([new("Ann", () => [SyntheticPeople.Sample(1, 0)])]);
            seen = fresh.Path;
            FaceGallery.RequireNew(GalleryPlace.Of(Place["g"]), Place.Options("g"));
            return false;
        }, Place.Options("g")));
        Assert.Contains(Place.Schema("g") + "_", seen);
        Assert.Equal("0", Schemas("g"));
        Assert.Empty(Directory.GetFiles(Place.Folder.Root));
        using (Place.Gallery("g", 1, 1)) { }
        Assert.Equal("1", Schemas("g"));
        Assert.Contains("There is a gallery in", Refusal(() => Place.Create("g")));
        File.Move(Place.Folder["g.key"], Place.Folder["kept.key"]);
        Assert.Contains("There is a gallery in", Refusal(() => Place.Create("g")));
        Assert.Contains("is not there", Refusal(() => FaceGallery.OpenOrCreate(Place["g"], SyntheticPeople.Contract, Place.Options("g"))));
        Assert.Equal("1", Schemas("g"));
    }

    [Fact]
    public void A_gallery_that_another_makes_meanwhile_stays_and_its_keys_too()
    {
        Assert.Contains("There is a schema", Refusal(() => FaceGallery.TryCreate(GalleryPlace.Of(Place["g"]), SyntheticPeople.Contract, _ =>
        {
            using (Place.Gallery("g", 2, 1, new() { KeyFile = Place.Folder["other.key"] })) { }
            return true;
        }, Place.Options("g"))));
        Assert.Equal([Place.Folder["other.key"]], Directory.GetFiles(Place.Folder.Root));
        Assert.Equal("1", Schemas("g"));
        using var made = Place.Open("g", null, new() { KeyFile = Place.Folder["other.key"] });
        Assert.Equal(2, made.PersonCount);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_gallery_whose_making_was_not_answered_keeps_its_keys(bool isServerGone)
    {
        using var proxy = new PostgresProxy(PostgresServer.Shared) { Losing = "RENAME TO", IsClosedThen = isServerGone };
        var address = Place["g"].Replace($"Port={PostgresServer.Shared.Port}", $"Port={proxy.Port}");
        if (isServerGone)
        {
            Assert.Contains("Whether it is there is not known", Refusal(() => FaceGallery.Create(address, SyntheticPeople.Contract, Place.Options("g"))));
            proxy.IsClosed = false;
        }
        else using (FaceGallery.Create(address, SyntheticPeople.Contract, Place.Options("g"))) { }
        Assert.Null(proxy.Losing);
        using var gallery = FaceGallery.OpenOrCreate(address, SyntheticPeople.Contract, Place.Options("g"));
        Assert.Equal(1, SyntheticPeople.Enroll(gallery, 1, 1));
        Assert.Equal("1", Schemas("g"));
    }

    [Fact]
    public void What_is_wrong_is_said_in_words_and_without_the_password()
    {
        var server = PostgresServer.Shared;
        var right = Place["g"];
        var without = right[..right.IndexOf(";Password=", StringComparison.Ordinal)];
        File.WriteAllText(Place.Folder["passwords"], "");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Place.Folder["passwords"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (Place.Gallery("g", 1, 1)) { }
        List<(string Given, string Message)> wrong =
        [
            (right.Replace("Database=alone", "Database=nowhere"), "There is no database 'nowhere' on 127.0.0.1"),
            (right.Replace("s3cret", "hush"), "did not let us into"),
            (right.Replace("Username=graft", "Username=nobody"), "did not let us into"),
            ($"{without};Passfile={Place.Folder["passwords"]}", "asks for a password, and none was given. Set PGPASSWORD"),
            ($"{without};Passfile={Place.Folder["none"]}", "The password file cannot be read"),
            (right.Replace($"Port={server.Port}", "Port=1"), "could not be reached"),
            (right.Replace("Host=127.0.0.1", "Host=/nowhere"), "could not be reached"),
            (right.Replace("Database=alone", "Database=postgres"), "There is no gallery in"),
        ];
        foreach (var (given, message) in wrong) Assert.Contains(message, Refusal(() => FaceGallery.Open(given, null, Place.Options("g"))));
        // Who does not own the database may not make schemas there.
        Assert.Contains("may not do this", Refusal(() => FaceGallery.Create(right.Replace("Database=alone", "Database=postgres"), SyntheticPeople.Contract,
            Place.Options("new"))));
        Place.Execute("g", "UPDATE version SET number = 5");
        Assert.Contains("is of version 5. This program reads version 4", Refusal(() => Place.Open("g")));
        Place.Execute("g", "DROP TABLE version");
        Assert.Contains("is no gallery", Refusal(() => Place.Open("g")));
    }

    [Fact]
    public void People_move_between_a_file_and_a_database()
    {
        using (var gallery = Place.Gallery("g", 0, 0)) gallery.Enroll("Ann", [CropTests.Kept(1, 0)]);
        using var old = Place.Open("g");
        var source = new ReembeddingTests.FakeSource();
        Assert.True(new Reembedding(old, source, new()).Run(Place.Folder["moved"]).IsWritten);
        using var moved = FaceGallery.Open(Place.Folder["moved"]);
        source.Contract = SyntheticPeople.Contract;
        var home = Environment.CurrentDirectory;
        Assert.True(new Reembedding(moved, source, new()).Run(Place["back"]).IsWritten);
        var keys = Path.GetFullPath($"{Database}.{Place.Schema("back")}.key", home);
        using (var back = FaceGallery.Open(Place["back"])) Assert.Equal(("Ann", 1), back.Persons().Select(person => (person.Name, person.Samples)).Single());
        File.Delete(keys);
    }

    private string Schemas(string name) =>
        PostgresServer.Shared.Sql(Database, $"SELECT COUNT(*) FROM pg_namespace WHERE nspname LIKE '{Place.Schema(name).Replace("_", "\\_")}%'");
}
