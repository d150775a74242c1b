# A ticket, an article and an asset. Each holds a secret of its own.
use strict;
use warnings;
use RT;
RT::LoadConfig();
RT::Init();

my $secret = $ENV{SECRET};
my $sys = RT->SystemUser;
sub made { my ($id, $msg) = @_; die $msg // 'failed' unless $id; return $id }

my $root = RT::User->new($sys);
$root->Load('root');
$root->SetPassword('correct horse battery');

my $queue = RT::Queue->new($sys);
$queue->Load('General');
my $ticket = RT::Ticket->new(RT::CurrentUser->new($root));
made($ticket->Create(
    Queue => $queue->id, Subject => "tickets-$secret", Requestor => 'bob@example.com', Owner => $root->id,
    MIMEObj => MIME::Entity->build(Type => 'text/plain', Data => ["The body: tickets-$secret"]),
));
$ticket->Comment(Content => "A comment: tickets-$secret");
$root->AddRecentlyViewedTicket($ticket);

my $class = RT::Class->new($sys);
made($class->Create(Name => 'Answers', HotList => 1));
made($class->AddToObject(RT::Queue->new($sys)));
my $field = RT::CustomField->new($sys);
made($field->Create(Name => 'Text', Type => 'TextSingle', LookupType => 'RT::Class-RT::Article'));
made($field->AddToObject($class));
my $article = RT::Article->new($sys);
made($article->Create(Class => $class->id, Name => "articles-$secret", Summary => "articles-$secret",
    'CustomField-' . $field->id => "articles-$secret"));

my $catalog = RT::Catalog->new($sys);
$catalog->Load('General assets');
my $asset = RT::Asset->new($sys);
made($asset->Create(Name => "equipment-$secret", Description => "equipment-$secret", Catalog => $catalog->id));
$asset->AddRoleMember(Type => 'HeldBy', Principal => $root->PrincipalObj);
